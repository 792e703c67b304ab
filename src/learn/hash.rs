//! Hashes of features.

/// Hashes a feature to 24 bits, of which a table uses the low ones. `template` is the number of the feature's template; `a` and
/// `b` are the observed values. Weights are looked up by this hash, so any change to it requires training all models again.
#[must_use]
#[inline]
pub fn feature_hash(template: u32, a: u32, b: u32) -> u32 {
    let input = u64::from(a ^ template.wrapping_mul(0x9e37_79b9)) << 32 | u64::from(b.wrapping_add(template));
    let mixed = input.wrapping_mul(0x9fb2_1c65_1e98_df25);
    let mixed = (mixed ^ mixed >> 35).wrapping_mul(0x9fb2_1c65_1e98_df25);
    (mixed >> 40) as u32
}
