//! Fingerprints of findings, for services that compare one run with the next. A fingerprint stays the same when lines move.

use crate::diagnostic::Finding;
use crate::text::{Source, fnv1a, fnv1a_extend};
use std::collections::HashMap;

/// The fingerprints of the findings of one draft, in order. Each is a hash of the rule, the file and the words of the
/// finding; line breaks between the words do not matter. Repeated findings with the same words get different fingerprints.
pub(super) fn fingerprints<'a>(source: &Source, findings: impl Iterator<Item = &'a Finding>) -> Vec<String> {
    let mut occurrences: HashMap<u64, u64> = HashMap::new();
    let fingerprint = |finding: &Finding| {
        let words = source.slice(finding.span).split_whitespace().flat_map(|word| [word, " "]);
        let parts = [&*finding.rule, "\n", source.name(), "\n"].into_iter().chain(words);
        let parts = parts.flat_map(str::bytes);
        let hash = fnv1a(parts);
        let count = occurrences.entry(hash).or_default();
        *count += 1;
        format!("{:016x}", fnv1a_extend(hash, count.to_le_bytes()))
    };
    findings.map(fingerprint).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::{DRAFT, findings};

    #[test]
    fn fingerprint_stays_when_the_finding_moves() {
        let fingerprints_of = |text: &str| {
            let source = Source::new("a.md", text.into());
            let findings = findings(text);
            fingerprints(&source, findings.iter())
        };
        let before = fingerprints_of(DRAFT);
        assert_eq!(fingerprints_of(&format!("One more paragraph.\n\n{DRAFT}")), before);
        assert_eq!(fingerprints_of(&DRAFT.replace("Critics say", "Critics\nsay")), before);
        let twice = fingerprints_of(&format!("{DRAFT}\n{DRAFT}"));
        assert_eq!(twice.iter().filter(|name| before.contains(name)).count(), before.len());
        assert_eq!(twice.iter().collect::<std::collections::BTreeSet<_>>().len(), 2 * before.len());
    }
}
