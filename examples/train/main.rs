//! Trains the attribution model: `cargo run --release --example train -- GOLD.jsonl OUT`.
//!
//! GOLD.jsonl has one article per line: `{"text": "…", "attributions": [{"source": [[start, end]], "cue": [[start, end]],
//! "content": [[start, end], …]}]}`, offsets in Unicode characters; other keys are ignored. OUT is the model's file, which
//! bylint compiles in as `rules/attribution.model`. The same input gives the same bytes. `docs/models.md` says which articles
//! the shipped model was trained on. Features are hashed, so the model's file contains no text.

mod articles;
mod cues;
mod edges;
mod parts;
mod prefilter;
mod weights;
mod write;

use anyhow::{Context, Result, bail};
use bylint::language::Lexicon;
use bylint::unstable::model::{Decoder, Model, ParagraphFeatures};
use cues::Cues;

/// The number of folds for cross-validation, which measures how often the cues with a margin are right.
pub(crate) const FOLDS: usize = 4;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(gold), Some(out), None) = (arguments.next(), arguments.next(), arguments.next()) else {
        bail!("usage: train GOLD.jsonl OUT");
    };
    let text = std::fs::read_to_string(&gold).with_context(|| format!("cannot read {gold}"))?;
    let lexicon = Lexicon::builtin();
    let articles = articles::read(&text, &lexicon).with_context(|| format!("cannot use {gold}"))?;
    let drafts: Vec<Vec<ParagraphFeatures<'_>>> =
        articles.iter().map(|a| ParagraphFeatures::all(&a.document, &a.language, &lexicon)).collect();
    let mut examples = articles::examples(&articles, &drafts);
    let cue_prefilter = prefilter::train(&examples.sentences);
    let edges = edges::train(&examples.spans);
    let bytes = write::file(&Cues::new(), &[], &edges, &cue_prefilter, &write::uncalibrated());
    let model = Model::parse(&bytes).context("the file that was just written is not a valid model")?;
    examples.sentences.iter_mut().for_each(|sentence| sentence.limit_cues(&model));
    let mut margins = Vec::new();
    for fold in 0..FOLDS {
        let (held_out, rest): (Vec<_>, Vec<_>) = examples.sentences.iter().partition(|s| s.article % FOLDS == fold);
        let bytes = write::file(&cues::train(&rest), &[], &edges, &cue_prefilter, &write::uncalibrated());
        let mut decoder =
            Decoder::new(Model::parse(&bytes).context("the file that was just written is not a valid model")?);
        for sentence in held_out {
            for cue in sentence.paragraph.cues(&mut decoder, sentence.number) {
                margins.push((cue.margin, sentence.has_cue(&cue.tokens)));
            }
        }
    }
    let calibration = write::Calibration::fit(margins);
    let cues = cues::train(&examples.sentences.iter().collect::<Vec<_>>());
    let parts = parts::train(&examples.spans);
    std::fs::write(&out, write::file(&cues, &parts, &edges, &cue_prefilter, &calibration))
        .with_context(|| format!("cannot write {out}"))
}

/// Random numbers that are the same on every machine: a linear congruential generator (Knuth, MMIX).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new() -> Self {
        Self(7)
    }

    /// The next random number, below 2^31.
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as u32
    }

    /// A random order of the numbers below `n`.
    pub(crate) fn order(&mut self, n: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n).collect();
        for at in (1..n).rev() {
            order.swap(at, self.next() as usize % (at + 1));
        }
        order
    }

    /// Drops a percentage of features at random, so that the model does not depend on any single one.
    pub(crate) fn drop_out<T>(&mut self, features: &mut Vec<T>, percent: u32) {
        features.retain(|_| self.next() % 100 >= percent);
    }
}
