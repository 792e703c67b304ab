use super::*;
use crate::engine::Engine;
use std::fmt::Debug;

const DRAFT: &str = "🙂 The the minister refuted it, the Daily Mail reported.\n\n\
    <!-- bylint-ignore doubled-word until 2027-03-01 by Dana Quill: a band -->\n\nHe met the the band.\n";

struct CachedDraft {
    linter: Engine,
    context: Context,
    source: Source,
    document: Document,
}

impl CachedDraft {
    fn new(text: &str, today: &str) -> Self {
        let source = Source::new("a.md", text.into());
        let document = Document::parse(&source, Format::Markdown);
        let today = Some(today.parse().expect("a day"));
        let context = Context { today, ..Context::default() };
        Self { linter: Engine::builtin(), context, source, document }
    }

    fn key(&self) -> CacheKey {
        CacheKey::new(Fingerprint::new(&self.context, None, std::iter::empty()), &self.source, Format::Markdown)
    }

    fn outcome(&self) -> Outcome {
        self.linter.lint(&self.source, &self.document, &self.context)
    }

    fn encoded(&self) -> String {
        let entry = encode_outcome(self.key(), &self.document, self.context.today, &self.outcome());
        String::from_utf8(entry).expect("it is text")
    }

    fn decoded(&self, entry: &str) -> Option<String> {
        let outcome =
            decode_outcome(entry.as_bytes(), self.key(), &self.source, self.linter.rules(), self.context.today)?;
        Some(format!("{outcome:?}"))
    }
}

#[test]
fn a_decoded_outcome_equals_the_encoded_one() {
    let cached = CachedDraft::new(DRAFT, "2027-02-01");
    let outcome = cached.outcome();
    assert!(!outcome.findings.is_empty() && outcome.suppressed.len() == 1 && outcome.suppressions.len() == 1);
    assert_eq!(cached.decoded(&cached.encoded()), Some(format!("{outcome:?}")));
}

#[test]
fn a_fix_with_edits_before_in_and_after_an_image_is_decoded() {
    let mixed = "“It’s sold,” said Ada Brook. “We’ll go.”\n\n\
        The harbour's chair ![the board's boat](boat.jpg) said it was the port's own.\n";
    let cached = CachedDraft::new(mixed, "2027-02-01");
    let outcome = cached.outcome();
    let fixes = outcome.findings.iter().flat_map(|finding| &finding.fixes);
    assert_eq!(fixes.map(|fix| fix.edits.len()).max(), Some(3));
    assert_eq!(cached.decoded(&cached.encoded()), Some(format!("{outcome:?}")));
}

#[test]
fn the_date_matters_only_if_a_suppression_expires() {
    let entry = CachedDraft::new(DRAFT, "2027-02-01").encoded();
    for (today, holds) in [("2020-01-01", true), ("2027-03-01", true), ("2027-03-02", false)] {
        let cached = CachedDraft::new(DRAFT, today);
        assert_eq!(cached.decoded(&entry), holds.then(|| format!("{:?}", cached.outcome())), "{today}");
    }
}

#[test]
fn damaged_entries_and_those_of_other_drafts_are_rejected() {
    let cached = CachedDraft::new(DRAFT, "2027-02-01");
    let entry = cached.encoded();
    let cut = (0..entry.len()).filter(|&at| entry.is_char_boundary(at)).step_by(17).map(|at| entry[..at].to_owned());
    for broken in cut.chain([entry.replace("Dana", "Dino"), entry.replace("cache 2", "cache 3"), "\n".repeat(9)]) {
        assert_eq!(cached.decoded(&broken), None, "{broken}");
    }
    let other = CachedDraft::new(&format!("{DRAFT}\nMore.\n"), "2027-02-01");
    assert_eq!(other.decoded(&entry), None);
}

/// Anyone who can write to the cache can also forge the checksum.
#[test]
fn forged_entries_with_spans_outside_the_draft_are_rejected() {
    let cached = CachedDraft::new(DRAFT, "2027-02-01");
    let entry = cached.encoded();
    let forged = |from: &str, to: &str| {
        let (head, body) = entry.split_once('\n').expect("a head");
        assert!(body.contains(from), "{from} is not in {body}");
        let body = body.replace(from, to);
        let key = head.rsplit_once(' ').expect("a checksum").0;
        format!("{key} {}\n{body}", blake3::hash(body.as_bytes()).to_hex())
    };
    assert!(cached.decoded(&forged("a band", "b band")).is_some());
    let starts: Vec<usize> = cached.outcome().findings.iter().map(|finding| finding.span.start).collect();
    let start = starts.iter().max().expect("a finding");
    let from = format!("\"span\":{{\"start\":{start},");
    for to in ["1", "99999", "18446744073709551615"] {
        assert_eq!(cached.decoded(&forged(&from, &format!("\"span\":{{\"start\":{to},"))), None, "{to}");
    }
    let rule = cached.outcome().findings[0].rule.to_string();
    assert_eq!(cached.decoded(&forged(&format!("\"{rule}\""), "\"no-rule-at-all\"")), None);
}

#[test]
fn keys_differ_if_the_draft_or_its_settings_do() {
    let fingerprint = |change: &dyn Fn(&mut Context)| {
        let mut context = Context::default();
        change(&mut context);
        Fingerprint::new(&context, None, std::iter::empty())
    };
    let plain = fingerprint(&|_| ());
    assert_eq!(plain, fingerprint(&|context| context.today = Some(Date::from_days(1))));
    let changes: [&dyn Fn(&mut Context); 5] = [
        &|context| context.newsroom.own_outlets.push("Gazette".into()),
        &|context| context.newsroom.partners.push("Gazette".into()),
        &|context| context.settled_facts.push("Gazette".into()),
        &|context| context.enabled = Some([].into()),
        &|context| context.language = Some("en".into()),
    ];
    let mut fingerprints: Vec<Fingerprint> = changes.into_iter().map(fingerprint).collect();
    let dictionary = |texts: &[&'static str]| Fingerprint::new(&Context::default(), None, texts.iter().copied());
    fingerprints.extend([plain, dictionary(&["a", "b"]), dictionary(&["ab"])]);
    let rules = RuleSet::builtin();
    let with_rule_settings =
        |settings: &dyn Debug| Fingerprint::new(&Context::default(), Some((&rules, settings)), std::iter::empty());
    fingerprints.extend([with_rule_settings(&"a"), with_rule_settings(&"b")]);
    let source = |bytes: &[u8]| Source::new("a.md", bytes.to_vec());
    let mut keys: Vec<String> = fingerprints
        .iter()
        .map(|fingerprint| CacheKey::new(*fingerprint, &source(b"x"), Format::Markdown).to_hex())
        .collect();
    let key_of_draft = |bytes: &[u8], format| CacheKey::new(plain, &source(bytes), format).to_hex();
    // The invalid byte of the second draft is replaced by the byte that the third draft has in its place.
    keys.extend([
        key_of_draft(b"x", Format::Plain),
        key_of_draft(b"x\xff", Format::Markdown),
        key_of_draft(b"x\x1a", Format::Markdown),
    ]);
    let all = keys.len();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), all);
}
