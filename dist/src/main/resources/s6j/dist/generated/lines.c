/* Copies lines, each behind a head, eight bytes at a time: what is looked at for a newline is what is
   written. Words are written as far as there is room for whole ones; what lies behind a line is
   written over by the next. */
#define LINES_WORD 8
#define LINES_HEAD 128
#define LINES_ONES UINT64_C(0x0101010101010101)

static inline uint64_t lines_word(const char* from) {
    uint64_t word;
    __builtin_memcpy(&word, from, LINES_WORD);
    return word;
}

/* Copies up to the newline, which must come within `most` bytes; how many bytes with it, or 0. */
static inline int64_t lines_copyOne(const char* from, int64_t most, char* to) {
    int64_t done = 0;
    for (; done + LINES_WORD <= most; done += LINES_WORD) {
        uint64_t word = lines_word(from + done);
        __builtin_memcpy(to + done, &word, LINES_WORD);
        uint64_t other = word ^ LINES_ONES * '\n';
        uint64_t found = (other - LINES_ONES) & ~other & LINES_ONES << 7;
        if (found != 0)
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
            return done + __builtin_ctzll(found) / 8 + 1;
#else
            break;
#endif
    }
    for (; done < most; done++) {
        to[done] = from[done];
        if (from[done] == '\n') return done + 1;
    }
    return 0;
}

int64_t image_copyLines(char* head, int32_t headLength, char* source, int32_t size, int32_t longest,
        char* target, int32_t room) {
    char near[LINES_HEAD];
    int64_t taken = 0;
    int64_t put = 0;
    int isNear = headLength <= LINES_HEAD - LINES_WORD;
    if (isNear) memcpy(near, head, headLength);
    while (taken < size) {
        int64_t left = room - put - headLength;
        int64_t most = size - taken;
        if (most > (int64_t) longest + 1) most = (int64_t) longest + 1;
        if (most > left) most = left;
        if (most <= 0) break;
        char* to = target + put;
        if (isNear && left >= LINES_WORD)
            for (int32_t i = 0; i < headLength; i += LINES_WORD) memcpy(to + i, near + i, LINES_WORD);
        else
            memcpy(to, head, headLength);
        int64_t length = lines_copyOne(source + taken, most, to + headLength);
        if (length == 0) break;
        taken += length;
        put += headLength + length;
    }
    return taken << 32 | put;
}
