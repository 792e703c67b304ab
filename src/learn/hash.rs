//! Hashes of features.

/// Hashes what a feature saw: 24 bits, of which a table uses as many as it has slots for. `template` numbers what the feature
/// looks at; `a` and `b` are what it saw there. Weights are found by this hash, so a change of it needs new training.
#[must_use]
#[inline]
pub fn feature_hash(template: u32, a: u32, b: u32) -> u32 {
    let seen = u64::from(a ^ template.wrapping_mul(0x9e37_79b9)) << 32 | u64::from(b.wrapping_add(template));
    let mixed = seen.wrapping_mul(0x9fb2_1c65_1e98_df25);
    let mixed = (mixed ^ mixed >> 35).wrapping_mul(0x9fb2_1c65_1e98_df25);
    (mixed >> 40) as u32
}
