//! A name for a finding that stays when lines move, for services that compare one run with the next.

use crate::diagnostic::Finding;
use crate::text::Source;
use std::collections::HashMap;

/// Names of the findings of one draft, in the order of the findings: of the rule, the file and the words at the finding,
/// however they are wrapped. The second time the same words are found has another name than the first.
pub(super) fn of_all<'a>(source: &Source, findings: impl Iterator<Item = &'a Finding>) -> Vec<String> {
    let mut seen: HashMap<u64, u64> = HashMap::new();
    let name = |finding: &Finding| {
        let words = source.slice(finding.span).split_whitespace().flat_map(|word| [word, " "]);
        let parts = [&*finding.rule, "\n", source.name(), "\n"].into_iter().chain(words);
        let hash = parts.flat_map(str::bytes).fold(BASIS, fold);
        let count = seen.entry(hash).or_default();
        *count += 1;
        format!("{:016x}", count.to_le_bytes().into_iter().fold(hash, fold))
    };
    findings.map(name).collect()
}

/// FNV-1a, 64 bits: it is the same in every version of every library. Nobody is kept out by it.
const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

fn fold(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::{DRAFT, findings};

    #[test]
    fn a_finding_keeps_its_name_when_it_moves() {
        let names = |text: &str| {
            let source = Source::new("a.md", text.into());
            let findings = findings(text);
            of_all(&source, findings.iter())
        };
        let before = names(DRAFT);
        assert_eq!(names(&format!("One more paragraph.\n\n{DRAFT}")), before);
        assert_eq!(names(&DRAFT.replace("Critics say", "Critics\nsay")), before);
        let twice = names(&format!("{DRAFT}\n{DRAFT}"));
        assert_eq!(twice.iter().filter(|name| before.contains(name)).count(), before.len());
        assert_eq!(twice.iter().collect::<std::collections::BTreeSet<_>>().len(), 2 * before.len());
    }

    #[test]
    fn the_names_are_those_of_other_versions() {
        assert_eq!(format!("{:x}", "foobar".bytes().fold(BASIS, fold)), "85944171f73967e8");
    }
}
