/* The runtime of an image (docs/decisions/0009). The heap hands out memory in order and takes none
   back (docs/decisions/0002): its first piece lies in the image, further ones come from the kernel,
   each as big as there is room for, so that a program lives under a limit of memory. What cannot
   be had ends the program with a message and 111. */
#include "arrayclass.h"
#include "memory.h"
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* As teavm_createArrayClass would make them. */
#define ARRAY_CLASS(type, arrays, ...) \
    alignas(8) jl_Object_VT array_##type = { .parent = { .flags = 1, .size = sizeof(void*), \
        .itemType = (TeaVM_Class*) &type, .arrayType = arrays, \
        .superclass = (TeaVM_Class*) &jl_Object_Cls, \
        .isSupertypeOf = &teavm_isSupertypeOfArray }, __VA_ARGS__ };
@ARRAYS@
#define MOST INT64_C(@HEAP@)
#define SMALLEST_PIECE (INT64_C(64) << 10)
#define SECOND_PIECE (INT64_C(1) << 20)
#define LARGEST_PIECE (INT64_C(64) << 20)
#define PAGE INT64_C(4096)

IMAGE_HOT __typeof__(image_inits) image_inits;

/* Whether the statics and the heap of the start are in the file. */
IMAGE_COLD static int32_t image_isReady;

/* heap.c, snapshot.c, the linker */
extern char image_heap[], image_heapEnd[], image_coldBegin[], image_coldEnd[], image_snapshot[],
    image_snapshotEnd[], image_page[], __start_hot[], __stop_hot[];

/* Of main; variables and the auxiliary vector lie behind. */
IMAGE_HOT static char** image_words;

IMAGE_HOT void* teavm_gc_heapAddress;
IMAGE_HOT int64_t teavm_gc_availableBytes;

void image_forget(char* from, int64_t size) {
    char* first = from + (-(uintptr_t) from & (PAGE - 1));
    char* last = from + size - ((uintptr_t) (from + size) & (PAGE - 1));
    int error = errno;
    if (first < last) madvise(first, last - first, MADV_DONTNEED);
    errno = error;
}

/* A call of the kernel with as much of each number as it has room for. */
int64_t image_call(int64_t number, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e) {
    return syscall((long) number, (long) a, (long) b, (long) c, (long) d, (long) e);
}

/* As vfork, but the child has the same table of descriptors, not a copy; a negated errno where it
   fails. The child comes back first, on the same stack: so the address to return to is not left
   there. */
int32_t image_forkSharing(void);
#if defined __x86_64__
__asm__(".text\n"
    ".globl image_forkSharing\n"
    ".type image_forkSharing,@function\n"
    "image_forkSharing:\n"
    "    pop %rdx\n"
    "    mov $56, %eax\n"      /* clone */
    "    mov $0x4511, %edi\n"  /* CLONE_VFORK | CLONE_FILES | CLONE_VM | SIGCHLD */
    "    xor %esi, %esi\n"
    "    syscall\n"
    "    push %rdx\n"
    "    ret\n");
#elif defined __aarch64__
__asm__(".text\n"
    ".globl image_forkSharing\n"
    ".type image_forkSharing,%function\n"
    "image_forkSharing:\n"
    "    mov x8, #220\n"
    "    mov x0, #0x4511\n"
    "    mov x1, #0\n"
    "    svc #0\n"
    "    ret\n");
#else
int32_t image_forkSharing(void) {
    return -ENOSYS;
}
#endif

static void say(const char* text) {
    if (write(2, text, strlen(text)) < 0) return;
}

void teavm_outOfMemory() {
    say(program_invocation_short_name);
    say(": fatal: out of memory\n");
    _exit(111);
}

void teavm_printString(char16_t* text) {
    for (; *text; text++) {
        char c = *text;
        if (write(2, &c, 1) < 0) return;
    }
}

void teavm_printWString(wchar_t* text) {}
void teavm_printInt(int32_t number) {}

static int map(int64_t size) {
    void* piece = mmap(NULL, size, PROT_READ | PROT_WRITE,
        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (piece == MAP_FAILED) return 0;
    teavm_gc_heapAddress = piece;
    teavm_gc_availableBytes = size;
    return 1;
}

/* Pieces of the heap that were mapped. */
static int32_t image_pieces;

/* Makes a new piece, as big as there is room for, that holds at least so many bytes. */
void teavm_gc_addPiece(int64_t size) {
    static int64_t taken, wanted = SECOND_PIECE;
    if (size < 0 || size > MOST - taken) teavm_outOfMemory();
    int64_t least = (size + PAGE - 1) & -PAGE;
    if (least < SMALLEST_PIECE) least = SMALLEST_PIECE;
    int64_t piece = wanted > least ? wanted : least;
    while (!map(piece)) {
        if (piece == least) teavm_outOfMemory();
        piece = piece / 2 > least ? (piece / 2 + PAGE - 1) & -PAGE : least;
    }
    taken += piece;
    image_pieces++;
    wanted = piece > LARGEST_PIECE / 2 ? LARGEST_PIECE : 2 * piece;
}

static void use(char* from, char* to) {
    sfld_otr_GC_next = from;
    sfld_otr_GC_free = to - from;
}

#ifdef FUSES
static void image_check(void);
#endif

#ifdef SNAPSHOT
static void writeAll(char* from, char* to) {
    while (from < to) {
        ssize_t written = write(1, from, to - from);
        if (written < 0) _exit(111);
        from += written;
    }
}

/* Only while the image is made. With two arguments: how many bytes the heap of the start takes.
   With one: where the parts lie that the start changes, and what is in them then. */
static void takeSnapshot(int argc) {
#ifdef FUSES
    image_check();
#endif
    use(image_snapshot, image_snapshotEnd);
@INITIALISE@
    int64_t size = image_snapshotEnd - image_snapshot - sfld_otr_GC_free;
    if (argc > 2) {
        writeAll((char*) &size, (char*) (&size + 1));
        _exit(0);
    }
    use(image_heap, image_heapEnd);
    image_isReady = 1;
    char* parts[] = { image_coldBegin, image_coldEnd, image_snapshot, image_snapshotEnd,
        __start_hot, __stop_hot, NULL };
    writeAll((char*) parts, (char*) (parts + sizeof parts / sizeof *parts));
    for (char** part = parts; *part; part += 2) writeAll(part[0], part[1]);
    _exit(0);
}
#else
static void takeSnapshot(int argc) {
    use(image_heap, image_heapEnd);
}
#endif

int main(int argc, char** argv) {
    __asm__ volatile("" : : "r" (image_page));
#ifdef FUSES
    if (image_isReady) image_begin();
#endif
    if (!image_isReady) takeSnapshot(argc);
    image_words = argv;
    @MAIN@(teavm_allocateStringArray(argc > 0 ? argc - 1 : 0));
    return 0;
}

IMAGE_COLD _Alignas(16) char image_coldEnd[16];

/* What is written to begins on a page of its own. */
_Alignas(4096) char image_page[32] = "written from here on";
