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

    /// The weights of a feature.
    #[must_use]
    #[inline]
    pub fn get(&self, hash: u32) -> [i8; N] {
        // A loop, since `map` of arrays is not always inlined, and this is called for every feature.
        let mut weights = [0; N];
        for (weight, byte) in weights.iter_mut().zip(&self.0[hash as usize % SLOTS]) {
            *weight = byte.cast_signed();
        }
        weights
    }
}

impl<const SLOTS: usize> WeightTable<'_, 1, SLOTS> {
    /// The weight of a feature in a table that has one for each.
    #[must_use]
    #[inline]
    pub fn weight(&self, hash: u32) -> i32 {
        let [byte] = self.0[hash as usize % SLOTS];
        byte.cast_signed().into()
    }
}
