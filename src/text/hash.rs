//! FNV-1a with 64 bits: a hash that is the same on every machine and in every version. It does not protect against forgery.

/// The hash of an empty sequence of bytes.
const OFFSET_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// Hashes bytes.
pub(crate) fn fnv1a(bytes: impl IntoIterator<Item = u8>) -> u64 {
    fnv1a_extend(OFFSET_BASIS, bytes)
}

/// Continues a hash: returns the hash of the bytes that gave `hash`, followed by these bytes.
pub(crate) fn fnv1a_extend(hash: u64, bytes: impl IntoIterator<Item = u8>) -> u64 {
    bytes.into_iter().fold(hash, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_equal_published_values_of_fnv_1a() {
        assert_eq!(fnv1a("".bytes()), OFFSET_BASIS);
        assert_eq!(fnv1a("foobar".bytes()), 0x8594_4171_f739_67e8);
        assert_eq!(fnv1a_extend(fnv1a("foo".bytes()), "bar".bytes()), fnv1a("foobar".bytes()));
    }
}
