//! Tables of 8-bit weights for hashed features.

/// A table of signed 8-bit weights: `SLOTS` slots with `N` weights each, one for each label that is scored. Features whose hashes
/// fall into the same slot share its weights. `SLOTS` is a power of two, so that finding a slot takes one instruction.
#[derive(Clone, Copy, Debug)]
pub struct WeightTable<'a, const N: usize, const SLOTS: usize>(&'a [[u8; N]; SLOTS]);

impl<'a, const N: usize, const SLOTS: usize> WeightTable<'a, N, SLOTS> {
    /// The length of the table in bytes.
    pub const BYTES: usize = N * SLOTS;

    /// The table in these bytes; `None` if they are not exactly [`Self::BYTES`].
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        const { assert!(SLOTS.is_power_of_two(), "the slot of a hash is its low bits") };
        let (slots, []) = bytes.as_chunks() else { return None };
        slots.try_into().ok().map(Self)
    }
}

// These methods run for every feature of every token. They are written out because loops over `N`, and `map` on arrays, are not
// always inlined.

impl<const SLOTS: usize> WeightTable<'_, 1, SLOTS> {
    /// The weight of a feature, in a table with one weight per slot.
    #[must_use]
    #[inline]
    pub fn weight(&self, hash: u32) -> i32 {
        let [weight] = self.0[hash as usize % SLOTS];
        weight.cast_signed().into()
    }
}

impl<const SLOTS: usize> WeightTable<'_, 2, SLOTS> {
    /// The weights of a feature, in a table with two weights per slot.
    #[must_use]
    #[inline]
    pub fn weights(&self, hash: u32) -> [i32; 2] {
        let [first, second] = self.0[hash as usize % SLOTS];
        [first.cast_signed().into(), second.cast_signed().into()]
    }
}
