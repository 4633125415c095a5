/* The heap of the start, in the file: SIZE bytes, which the image has told itself. */
#define COLD __attribute__((section(".data.rel.ro.cold"), used))
COLD _Alignas(16) char image_snapshot[SIZE];
COLD _Alignas(16) char image_snapshotEnd[16];
