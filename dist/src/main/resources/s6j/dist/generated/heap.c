/* The first piece of the heap: linked behind libc's variables, so that they share a page. */
_Alignas(16) char image_heap[1 << 18];
char image_heapEnd[1];
