/* The memory of an image, in place of TeaVM's file of this name (docs/decisions/0002): the heap
   begins small and grows by pieces, so that a program lives under a limit of memory; none is ever
   given back. What cannot be had ends the program with a message and 111. */
#include "memory.h"
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define FIRST_PIECE (INT64_C(1) << 20)
#define LARGEST_PIECE (INT64_C(64) << 20)
#define SMALLEST_PIECE (INT64_C(64) << 10)
#define PAGE INT64_C(4096)

void* teavm_gc_heapAddress;
int64_t teavm_gc_availableBytes;
static int64_t most, taken, wanted = FIRST_PIECE;

/* The collector's, which is not there. */
void* teavm_gc_gcStorageAddress;
int32_t teavm_gc_gcStorageSize;
void* teavm_gc_regionsAddress;
void* teavm_gc_cardTable;
int32_t teavm_gc_regionMaxCount;
int64_t teavm_gc_minAvailableBytes;
int64_t teavm_gc_maxAvailableBytes;
void*** teavm_gc_staticRoots;
void teavm_gc_resizeHeap(int64_t size) {}
void teavm_registerStaticGcRoots(void*** roots, int count) {}
void teavm_initStaticGcRoots() {}

static void say(const char* text) {
    if (write(2, text, strlen(text)) < 0) return;
}

void teavm_outOfMemory() {
    say(program_invocation_short_name);
    say(": fatal: out of memory\n");
    _exit(111);
}

static int map(int64_t size) {
    void* piece = mmap(NULL, size, PROT_READ | PROT_WRITE,
        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (piece == MAP_FAILED) return 0;
    teavm_gc_heapAddress = piece;
    teavm_gc_availableBytes = size;
    taken += size;
    return 1;
}

/* Makes a new piece, as big as there is room for, that holds at least so many bytes. */
void teavm_gc_addPiece(int64_t size) {
    if (size < 0 || size > most - taken) teavm_outOfMemory();
    int64_t least = (size + PAGE - 1) & -PAGE;
    if (least < SMALLEST_PIECE) least = SMALLEST_PIECE;
    int64_t piece = wanted > least ? wanted : least;
    while (!map(piece)) {
        if (piece == least) teavm_outOfMemory();
        piece = piece / 2 > least ? (piece / 2 + PAGE - 1) & -PAGE : least;
    }
    wanted = piece > LARGEST_PIECE / 2 ? LARGEST_PIECE : 2 * piece;
}

void teavm_initHeap(int64_t least, int64_t size) {
    most = size;
    teavm_gc_addPiece(0);
}
