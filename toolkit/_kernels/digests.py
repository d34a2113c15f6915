"""The kernel of article ids: BLAKE2b with a digest of eight bytes, of many short texts at once.

``hashlib`` makes an object for each text, and wants each as a text of Python; here they are hashed
where they lie. The eight bytes are those of ``hashlib.blake2b(text, digest_size=8)``.

Run as plain Python (``NUMBA_DISABLE_JIT=1``, or ``py_func``, which warns of overflow) the kernel
gives the same numbers.

References
----------
Saarinen and Aumasson (2015), RFC 7693: the constants are those of 2.6 and 2.7, ``mixed`` is the
function G of 3.1, ``compress`` the function F of 3.2. doi:10.17487/RFC7693
"""

from __future__ import annotations

import numpy as np
from numpy import uint64

from toolkit._kernels.compile import helper, kernel

# mypy: disable-error-code="untyped-decorator, no-untyped-def"

START = np.array(
    [
        0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
        0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179,
    ],
    np.uint64,
)  # fmt: skip
ORDER = np.array(
    [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
        [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
        [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
        [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
        [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
        [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
        [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
        [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
        [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
    ],
    np.uint8,
)
ROUNDS = 12
BLOCK = 128
PARAMETERS = 0x01010008
"""No key, no tree, a digest of eight bytes."""


@helper
def turned(word, n_bits):
    """Rotate a word to the right."""
    return (word >> uint64(n_bits)) | (word << uint64(64 - n_bits))


@helper
def mixed(a, b, c, d, x, y):  # noqa: PLR0917 - as in the standard
    """Return four words of the state with two of the text mixed in."""
    a = a + b + x
    d = turned(d ^ a, 32)
    c = c + d
    b = turned(b ^ c, 24)
    a = a + b + y
    d = turned(d ^ a, 16)
    c = c + d
    b = turned(b ^ c, 63)
    return a, b, c, d


@helper
def compress(h, m, n_bytes, is_last):
    """Put the words of a block into the state; ``n_bytes`` of the text are read by then."""
    v0, v1, v2, v3, v4, v5, v6, v7 = h[0], h[1], h[2], h[3], h[4], h[5], h[6], h[7]
    v8, v9, v10, v11 = START[0], START[1], START[2], START[3]
    v12, v13, v14, v15 = START[4] ^ uint64(n_bytes), START[5], START[6], START[7]
    if is_last:
        v14 = ~v14
    for turn in range(ROUNDS):
        s = ORDER[turn % 10]
        v0, v4, v8, v12 = mixed(v0, v4, v8, v12, m[s[0]], m[s[1]])
        v1, v5, v9, v13 = mixed(v1, v5, v9, v13, m[s[2]], m[s[3]])
        v2, v6, v10, v14 = mixed(v2, v6, v10, v14, m[s[4]], m[s[5]])
        v3, v7, v11, v15 = mixed(v3, v7, v11, v15, m[s[6]], m[s[7]])
        v0, v5, v10, v15 = mixed(v0, v5, v10, v15, m[s[8]], m[s[9]])
        v1, v6, v11, v12 = mixed(v1, v6, v11, v12, m[s[10]], m[s[11]])
        v2, v7, v8, v13 = mixed(v2, v7, v8, v13, m[s[12]], m[s[13]])
        v3, v4, v9, v14 = mixed(v3, v4, v9, v14, m[s[14]], m[s[15]])
    h[0] ^= v0 ^ v8
    h[1] ^= v1 ^ v9
    h[2] ^= v2 ^ v10
    h[3] ^= v3 ^ v11
    h[4] ^= v4 ^ v12
    h[5] ^= v5 ^ v13
    h[6] ^= v6 ^ v14
    h[7] ^= v7 ^ v15


@helper
def read_block(content, start, stop, m):
    """Fill in the words of a block, with zeros after the end of the text."""
    n_whole = (stop - start) >> 3
    for place in range(n_whole):
        word, at = uint64(0), start + 8 * place
        for byte in range(8):
            word |= uint64(content[at + byte]) << uint64(8 * byte)
        m[place] = word
    for place in range(n_whole, 16):
        m[place] = uint64(0)
    for at in range(start + 8 * n_whole, stop):
        m[n_whole] |= uint64(content[at]) << uint64(8 * ((at - start) & 7))


@kernel
def hash_texts(content, bounds, keys):
    """Fill in the hash of each text: the eight bytes of its digest, the first one the lowest.

    Parameters
    ----------
    content : uint8 array
        The texts one after another.
    bounds : int64 array of shape (n_texts + 1,)
        Where each text begins, and the last one ends.
    keys : uint64 array of shape (n_texts,)
    """
    h, m = np.zeros(8, np.uint64), np.zeros(16, np.uint64)
    for text in range(len(keys)):
        first, end = bounds[text], bounds[text + 1]
        for place in range(8):
            h[place] = START[place]
        h[0] ^= uint64(PARAMETERS)
        start, is_last = first, False
        while not is_last:
            stop = min(start + BLOCK, end)
            is_last = stop == end
            read_block(content, start, stop, m)
            compress(h, m, stop - first, is_last)
            start = stop
        keys[text] = h[0]
