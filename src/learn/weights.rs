//! Weights of hashed features as bytes.

/// A table of signed 8-bit weights: `N` of them (one for each label that is scored) in each of `SLOTS` slots. Features whose hashes
/// fall into one slot share its weights. `SLOTS` is a power of two, so that finding a slot takes one instruction.
#[derive(Clone, Copy, Debug)]
pub struct WeightTable<'a, const N: usize, const SLOTS: usize>(&'a [[u8; N]; SLOTS]);

impl<'a, const N: usize, const SLOTS: usize> WeightTable<'a, N, SLOTS> {
    /// Its length in bytes.
    pub const BYTES: usize = N * SLOTS;

    /// The table in these bytes; `None` if they are not exactly [`Self::BYTES`].
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        const { assert!(SLOTS.is_power_of_two(), "a hash is cut to its low bits") };
        let (slots, []) = bytes.as_chunks() else { return None };
        slots.try_into().ok().map(Self)
    }
}

// These are called for every feature of every token: loops over `N`, and `map` of arrays, are not always inlined.

impl<const SLOTS: usize> WeightTable<'_, 1, SLOTS> {
    /// The weight of a feature in a table that has one for each.
    #[must_use]
    #[inline]
    pub fn weight(&self, hash: u32) -> i32 {
        let [weight] = self.0[hash as usize % SLOTS];
        weight.cast_signed().into()
    }
}

impl<const SLOTS: usize> WeightTable<'_, 2, SLOTS> {
    /// The weights of a feature in a table that has two for each.
    #[must_use]
    #[inline]
    pub fn weights(&self, hash: u32) -> [i32; 2] {
        let [first, second] = self.0[hash as usize % SLOTS];
        [first.cast_signed().into(), second.cast_signed().into()]
    }
}
