/* Fused execution (docs/decisions/0010): the process becomes its own image again, as execve would
   make it, without execve. What was written to is again as it was at the start; words, variables
   and the auxiliary vector are laid out at the top of the stack as the kernel does it, and told to
   it; then the image starts from its first instruction. Only where nothing else is left behind of
   what an exec takes away: in a static image of musl with a snapshot, without a piece of heap or
   memory of malloc outside of it. */
#if defined(SNAPSHOT) && !defined(__GLIBC__) && (defined(__x86_64__) || defined(__aarch64__))
#include <elf.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/xattr.h>

/* More is left to the kernel, which takes 128 KB at least. */
#define MOST_STACK 65536
/* With a stack that may be smaller too. */
#define LEAST_LIMIT (1 << 20)
#define RANDOM 16
#define PR_GET_SECUREBITS 27

/* So much of the heap is cleared, and stays; what is beyond goes back to the kernel. */
#define CLEARED 8192

/* What lasts from one start to the next: variables as they were at the first one, and what has been
   found out of the image. */
static struct {
    char variables[1024];
    int64_t file[4];
    void* brk;
    int32_t keepsRights;
} image_kept;

/* Of musl's malloc: zeros until it is called. */
extern char __malloc_context[] __attribute__((weak, visibility("hidden")));
extern const Elf64_Ehdr __ehdr_start __attribute__((visibility("hidden")));
extern char _edata[];

static const Elf64_Phdr* headers(void) {
    return (const Elf64_Phdr*) ((char*) &__ehdr_start + __ehdr_start.e_phoff);
}

/* Where things lie on the new stack; counts are of words, variables and auxiliary pairs. */
typedef struct {
    char* top;
    char* start;
    size_t size;
    size_t words, variables, pairs;
    size_t wordBytes, variableBytes, nameBytes, platformBytes;
} Layout;

static size_t lengths(char** vector, size_t* count) {
    size_t bytes = 0;
    for (*count = 0; vector[*count]; ++*count) bytes += strlen(vector[*count]) + 1;
    return bytes;
}

static Elf64_auxv_t* auxiliary(void) {
    char** at = image_words;
    while (*at) at++;
    at++;
    while (*at) at++;
    return (Elf64_auxv_t*) (at + 1);
}

static char* topOfStack(void) {
    char* name = (char*) getauxval(AT_EXECFN);
    return name + strlen(name) + 1 + sizeof(uint64_t);
}

static void lay(Layout* l, const char* file, char** words, char** variables) {
    l->wordBytes = lengths(words, &l->words);
    l->variableBytes = lengths(variables, &l->variables);
    l->nameBytes = strlen(file) + 1;
    char* platform = (char*) getauxval(AT_PLATFORM);
    l->platformBytes = platform ? strlen(platform) + 1 : 0;
    l->pairs = 1;
    for (Elf64_auxv_t* a = auxiliary(); a->a_type != AT_NULL; a++) l->pairs++;
    l->top = topOfStack();
    size_t pointers = 1 + l->words + 1 + l->variables + 1 + 2 * l->pairs;
    l->size = pointers * sizeof(void*) + RANDOM + l->platformBytes + l->wordBytes
        + l->variableBytes + l->nameBytes + sizeof(uint64_t);
    l->start = (char*) ((uintptr_t) (l->top - l->size) & -16);
    l->size = l->top - l->start;
}

/* Whether an exec would leave user, group and capabilities of the process as they are. */
static int keepsRights(const char* file) {
    uid_t u[3];
    gid_t g[3];
    struct { uint32_t version; int pid; } header = { 0x20080522, 0 };
    struct { uint32_t effective, permitted, inheritable; } sets[2];
    getresuid(&u[0], &u[1], &u[2]);
    getresgid(&g[0], &g[1], &g[2]);
    if (u[0] != u[1] || u[0] != u[2] || g[0] != g[1] || g[0] != g[2]) return 0;
    if (getauxval(AT_SECURE) || prctl(PR_GET_SECUREBITS, 0, 0, 0, 0) != 0) return 0;
    if (syscall(SYS_capget, &header, sets) < 0) return 0;
    if (getxattr(file, "security.capability", NULL, 0) >= 0 || errno == EACCES) return 0;
    uint64_t bounding = 0;
    for (int i = 0; i < 64 && u[0] == 0; i++) {
        int is = prctl(PR_CAPBSET_READ, i, 0, 0, 0);
        if (is < 0) break;
        bounding |= (uint64_t) is << i;
    }
    for (int half = 0; half < 2; half++) {
        uint32_t whole = u[0] ? 0 : (uint32_t) (bounding >> 32 * half) | sets[half].inheritable;
        if (sets[half].permitted != whole || sets[half].effective != whole) return 0;
    }
    return 1;
}

/* Whether nothing of the old process lies where the new one would not find it. */
static int isWhole(void) {
    if (image_pieces || !__malloc_context) return 0;
    for (int i = 0; i < 64; i++) if (__malloc_context[i]) return 0;
    return 1;
}

/* Whether the process can become this file, which is its own image, without an exec: not if it
   is told not to, and not where an exec would do more than image_become, or refuse. */
int32_t image_mayBecome(char* file, char** words, char** variables) {
    char* told = getenv("S6J_FUSE");
    if (told && told[0] == '0' && !told[1] || !words[0] || !isWhole()) return 0;
    Layout l;
    lay(&l, file, words, variables);
    if (l.size > MOST_STACK) return 0;
    if (image_kept.keepsRights) return image_kept.keepsRights > 0;
    struct rlimit limit;
    int is = getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur >= LEAST_LIMIT;
    image_kept.brk = (void*) syscall(SYS_brk, 0);
    image_kept.keepsRights = is && keepsRights(file) ? 1 : -1;
    return image_kept.keepsRights > 0;
}

/* Four numbers that last. */
int64_t* image_file(void) {
    return image_kept.file;
}

/* At the start of main: what is not to be written to cannot be, once it is not the file's any
   more, and what is, is remembered. */
void image_begin(void) {
    if (image_kept.brk) return;
    const Elf64_Phdr* part = headers();
    while (part->p_type != PT_LOAD || !(part->p_flags & PF_W)) part++;
    char* first = (char*) (part->p_vaddr & -PAGE);
    mprotect(first, image_page - first, PROT_READ);
    memcpy(image_kept.variables, image_page, _edata - image_page);
}

/* While the image is made: that it can be remembered. */
static void image_check(void) {
    if (_edata - image_page > sizeof image_kept.variables) {
        say("fuse.c: more variables than it has room for\n");
        _exit(111);
    }
}

/* Strings of a vector to where they are built, and their places in the end into pointers. */
static char* copyAll(char* to, ptrdiff_t away, char** vector, uint64_t** pointers) {
    for (; *vector; vector++) {
        size_t size = strlen(*vector) + 1;
        *(*pointers)++ = (uint64_t) (to + away);
        memcpy(to, *vector, size);
        to += size;
    }
    *(*pointers)++ = 0;
    return to;
}

/* Builds the stack, as the kernel does, to be moved up; and what there is to tell the kernel. */
static void build(const Layout* l, char* at, const char* file, char** words, char** variables,
    struct prctl_mm_map* map) {
    ptrdiff_t away = l->start - at;
    uint64_t* pointers = (uint64_t*) at;
    memset(at, 0, l->size);
    char* name = at + l->size - sizeof(uint64_t) - l->nameBytes;
    char* text = name - l->variableBytes - l->wordBytes;
    char* platform = text - l->platformBytes;
    char* random = platform - RANDOM;
    *pointers++ = l->words;
    map->arg_start = (uint64_t) (text + away);
    text = copyAll(text, away, words, &pointers);
    map->arg_end = map->env_start = (uint64_t) (text + away);
    text = copyAll(text, away, variables, &pointers);
    map->env_end = (uint64_t) (text + away);
    map->start_stack = (uint64_t) l->start;
    memcpy(name, file, l->nameBytes);
    memcpy(random, (char*) getauxval(AT_RANDOM), RANDOM);
    if (l->platformBytes) memcpy(platform, (char*) getauxval(AT_PLATFORM), l->platformBytes);
    Elf64_auxv_t* pairs = (Elf64_auxv_t*) pointers;
    map->auxv = (void*) pairs;
    map->auxv_size = l->pairs * sizeof *pairs;
    memcpy(pairs, auxiliary(), map->auxv_size);
    for (; pairs->a_type != AT_NULL; pairs++) {
        if (pairs->a_type == AT_EXECFN) pairs->a_un.a_val = (uint64_t) (name + away);
        if (pairs->a_type == AT_RANDOM) pairs->a_un.a_val = (uint64_t) (random + away);
        if (pairs->a_type == AT_PLATFORM) pairs->a_un.a_val = (uint64_t) (platform + away);
    }
}

/* Tells the kernel what it shows in /proc: 0, or -1 where it does not take that. */
static int tell(struct prctl_mm_map* map) {
    map->start_code = UINT64_MAX;
    for (int i = 0; i < __ehdr_start.e_phnum; i++) {
        const Elf64_Phdr* part = headers() + i;
        if (part->p_type != PT_LOAD) continue;
        uint64_t end = part->p_vaddr + part->p_filesz;
        if (part->p_flags & PF_X && part->p_vaddr < map->start_code)
            map->start_code = part->p_vaddr;
        if (part->p_flags & PF_X && end > map->end_code) map->end_code = end;
        if (part->p_vaddr > map->start_data) map->start_data = part->p_vaddr;
        if (end > map->end_data) map->end_data = end;
    }
    map->start_brk = map->brk = (uint64_t) image_kept.brk;
    map->exe_fd = -1;
    return prctl(PR_SET_MM, PR_SET_MM_MAP, map, sizeof *map, 0);
}

/* Closes the descriptors that an exec closes, of which none is above the highest. */
static void closeMarked(int highest) {
    for (int fd = 0; fd <= highest; fd++) {
        int flags = fcntl(fd, F_GETFD);
        if (flags > 0 && flags & FD_CLOEXEC) close(fd);
    }
}

static void clear(char* from, char* to) {
    memset(from, 0, to - from);
}

static char* page(char* at) {
    return (char*) ((uintptr_t) at & -PAGE);
}

/* Gives pages back to the kernel, which makes zeros of them. */
static void giveBack(char* from, char* to) {
    if (from < to && madvise(from, to - from, MADV_DONTNEED) < 0) _exit(111);
}

/* Everything that was written to is again what it was, or zero. Small objects have filled the heap
   from its beginning, big ones from its end. */
static void forget(void) {
    char* next = sfld_otr_GC_next;
    char* far = next + sfld_otr_GC_free;
    char* last = page(next > image_heap + CLEARED ? image_heap + CLEARED : next) + PAGE;
    clear(image_heap, next < last ? next : last);
    if (page(far) < last) clear(far, last < image_heapEnd ? last : image_heapEnd);
    giveBack(last, page(next) + PAGE);
    giveBack(page(far) < last ? last : page(far), page(image_heapEnd) + PAGE);
    memcpy(image_page, image_kept.variables, _edata - image_page);
    clear(_edata, (char*) &image_kept);
    clear((char*) (&image_kept + 1), image_heap);
}

/* Copies the stack up to its place, from its end on, over what was there; starts the image. */
static void start(char* to, const char* from, size_t size) {
#ifdef __x86_64__
    char* into = to + size - 8;
    const char* source = from + size - 8;
    size_t left = size / 8;
    __asm__ volatile(
        "std; rep movsq; cld; mov %%rax, %%rsp; xor %%edx, %%edx; xor %%ebp, %%ebp; jmp _start"
        : "+D"(into), "+S"(source), "+c"(left) : "a"(to) : "memory", "rdx");
#else
    register char* stack __asm__("x9") = to;
    register char* into __asm__("x10") = to + size;
    register const char* source __asm__("x11") = from + size;
    __asm__ volatile(
        "1: ldr x13, [x11, #-8]!; str x13, [x10, #-8]!; cmp x10, x9; b.ne 1b; "
        "mov sp, x9; mov x0, #0; mov x29, #0; mov x30, #0; b _start"
        : "+r"(into), "+r"(source) : "r"(stack) : "memory", "x13", "x0", "x30");
#endif
    __builtin_unreachable();
}

/* After image_mayBecome: returns only where it cannot be done, with nothing changed. */
void image_become(char* file, char** words, char** variables, int32_t highest) {
    Layout l;
    lay(&l, file, words, variables);
    _Alignas(16) char stack[l.size];
    struct prctl_mm_map map = { 0 };
    build(&l, stack, file, words, variables, &map);
    if (tell(&map) < 0) return;
    char* slash = strrchr(file, '/');
    prctl(PR_SET_NAME, slash ? slash + 1 : file, 0, 0, 0);
    closeMarked(highest);
    forget();
    start(l.start, stack, l.size);
}
#else
int32_t image_mayBecome(char* file, char** words, char** variables) {
    return 0;
}

void image_become(char* file, char** words, char** variables, int32_t highest) {}

int64_t* image_file(void) {
    static int64_t file[4];
    return file;
}

void image_begin(void) {}

static void image_check(void) {}
#endif
