//! Tests with a complete small model: its features, its file, and the spans that it finds.

use super::*;

const MAGIC: [u8; MAGIC_LENGTH] = *b"example\x01";
const SLOTS: usize = 1 << 8;
const POINTS: usize = 2;

/// The template of a single letter.
const LETTER: u32 = 1;
/// The template of a letter and the one before it.
const LETTER_PAIR: u32 = 2;

/// A model that finds each "a" together with all "b" that follow it.
struct Letters<'m> {
    weights: WeightTable<'m, 2, SLOTS>,
    prefilter: Prefilter<'m, SLOTS>,
    transitions: Transitions,
    calibration: Calibration<POINTS>,
}

fn features(text: &[u8], at: usize) -> [u32; 2] {
    let before = at.checked_sub(1).map_or(0, |at| text[at]);
    [feature_hash(LETTER, text[at].into(), 0), feature_hash(LETTER_PAIR, before.into(), text[at].into())]
}

fn file() -> Vec<u8> {
    let slot = |template, a: u8, b: u8| feature_hash(template, a.into(), b.into()) as usize % SLOTS;
    // For each slot, the weights for the beginning and for the inside of a span, relative to no span.
    let mut weights = [[-0.5_f32; 2]; SLOTS];
    weights[slot(LETTER, b'a', 0)] = [2.0, -1.0];
    weights[slot(LETTER_PAIR, b'a', b'b')] = [-1.0, 1.5];
    weights[slot(LETTER_PAIR, b'b', b'b')] = [-1.0, 1.0];
    let mut prefilter = [-1.0_f32; SLOTS];
    prefilter[slot(LETTER, b'a', 0)] = 3.0;
    let mut file = ModelWriter::new(MAGIC);
    file.byte(POINTS as u8);
    for step in [0, 0, NEG_INF, 0, 0, 0, 0, 0, 0] {
        file.number(step);
    }
    file.number(0);
    file.calibration(&Calibration::<POINTS>::fit(vec![(4, false), (6, true), (40, true), (44, true)]));
    file.weights(weights.iter().flatten().map(|&weight| quantize(weight, 10.0)));
    file.weights(prefilter.map(|weight| quantize(weight, 10.0)));
    file.finish()
}

impl<'m> Letters<'m> {
    fn parse(bytes: &'m [u8]) -> Option<Self> {
        let mut file = ModelReader::new(bytes, MAGIC)?;
        if file.byte()? != POINTS as u8 {
            return None;
        }
        let transitions = file.transitions()?;
        let threshold = file.number()?;
        let calibration = file.calibration()?;
        let (weights, prefilter) = (file.table()?, file.prefilter(threshold)?);
        file.rest().is_empty().then_some(Self { weights, prefilter, transitions, calibration })
    }

    fn spans(&self, decoder: &mut ViterbiDecoder, text: &str) -> Vec<LabelledSpan> {
        let text = text.as_bytes();
        decoder.decode(text.len(), &self.transitions, 100, |at, may_go_on| {
            let may_begin = self.prefilter.passes(features(text, at));
            (may_go_on || may_begin).then(|| {
                let mut scores = [0; LABELS];
                for [begin, inside] in features(text, at).map(|hash| self.weights.weights(hash)) {
                    scores[BEGIN] += begin;
                    scores[INSIDE] += inside;
                }
                scores
            })
        })
    }
}

#[test]
fn a_small_model_finds_spans_and_their_margins() {
    let bytes = file();
    let model = Letters::parse(&bytes).expect("the file is complete");
    let mut decoder = ViterbiDecoder::default();
    let found = |decoder: &mut ViterbiDecoder, text| -> Vec<_> {
        model.spans(decoder, text).into_iter().map(|span| (span.tokens, span.margin)).collect()
    };
    // In "abb", "a" scores 20 - 5, "b" after "a" 15 - 5, and "b" after "b" 10 - 5.
    assert_eq!(found(&mut decoder, "cabbc"), [(1..4, 30)]);
    assert_eq!(found(&mut decoder, "aab"), [(0..1, 15), (1..3, 25)]);
    assert_eq!(found(&mut decoder, "bbcb"), []);
    assert_eq!(found(&mut decoder, ""), []);
    // Earlier sequences do not change the result.
    assert_eq!(found(&mut decoder, "cabbc"), [(1..4, 30)]);
}

#[test]
fn the_prefilter_passes_scores_from_its_threshold_on() {
    let bytes = file();
    let model = Letters::parse(&bytes).expect("the file is complete");
    let passes = |text: &[u8]| model.prefilter.passes(features(text, 0));
    assert!(passes(b"a") && !passes(b"b"));
}

#[test]
fn a_calibration_interpolates_between_its_points_and_is_constant_beyond_them() {
    let bytes = file();
    let calibration = Letters::parse(&bytes).expect("the file is complete").calibration;
    assert_eq!(calibration.points(), &[(6, 50), (44, 100)]);
    assert_eq!([-9, 6, 25, 44, 99].map(|score| calibration.confidence(score)), [50, 50, 75, 100, 100]);
    assert_eq!(calibration.least(), 50);
    // A higher score never gives a lower confidence, and no two points have the same score.
    let fitted = Calibration::<3>::fit(vec![(5, true), (5, false), (5, false)]);
    assert!(fitted.points().is_sorted() && fitted.points().windows(2).all(|pair| pair[0].0 < pair[1].0));
}

#[test]
fn a_truncated_file_or_another_magic_number_is_rejected() {
    let bytes = file();
    assert!((0..bytes.len()).all(|end| Letters::parse(&bytes[..end]).is_none()));
    assert!(Letters::parse(&[&bytes[..], b"x"].concat()).is_none());
    let mut other = bytes;
    other[7] = 2;
    assert!(Letters::parse(&other).is_none());
}

#[test]
fn weights_are_rounded_and_clamped_to_a_byte() {
    assert_eq!([0.0, 0.26, -0.26, 99.0, -99.0].map(|weight| quantize(weight, 10.0)), [0, 3, -3, 127, -127]);
}
