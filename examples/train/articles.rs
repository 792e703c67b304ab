//! Reads annotated articles and turns them into training examples: sentences with labels, and windows with the right span.

use anyhow::{Context, Result};
use bylint::document::{Document, Format};
use bylint::language::{Language, Lexicon};
use bylint::text::{Source, TokenIdx, TokenRange};
use bylint::unstable::model::{EdgeSide, KnownSpans, Model, ParagraphFeatures, SpanKind, Window};
use serde::Deserialize;
use std::ops::Range;

/// An article in the input file.
#[derive(Deserialize)]
struct JsonArticle {
    text: String,
    attributions: Vec<JsonAttribution>,
}

/// An annotated attribution in the input file. Offsets count Unicode characters.
#[derive(Deserialize)]
struct JsonAttribution {
    source: Vec<(usize, usize)>,
    cue: Vec<(usize, usize)>,
    content: Vec<(usize, usize)>,
}

/// A parsed article with its annotated attributions.
pub(crate) struct Article {
    pub(crate) document: Document,
    pub(crate) language: Language,
    /// Sorted by cue.
    attributions: Vec<GoldAttribution>,
}

/// An annotated attribution, as ranges of tokens.
struct GoldAttribution {
    source: Option<TokenRange>,
    cue: TokenRange,
    content: Vec<TokenRange>,
}

/// All training examples.
pub(crate) struct Examples<'a> {
    pub(crate) sentences: Vec<Sentence<'a>>,
    pub(crate) spans: Vec<SpanExample<'a>>,
}

/// A sentence with the features and the label of each token. Labels: 0 outside a cue, 1 first token of a cue, 2 later token.
pub(crate) struct Sentence<'a> {
    pub(crate) article: usize,
    pub(crate) paragraph: &'a ParagraphFeatures<'a>,
    pub(crate) number: usize,
    pub(crate) features: Vec<Vec<u32>>,
    /// The prefilter features of each token; empty for a mark.
    pub(crate) cue_prefilter: Vec<Vec<u32>>,
    pub(crate) labels: Vec<usize>,
    /// For each token, whether it may begin a cue; true for all before [`Self::limit_cues`].
    pub(crate) may_begin: Vec<bool>,
}

impl Sentence<'_> {
    /// Limits the tokens that may begin a cue to those that pass the prefilter and those that begin an annotated cue.
    pub(crate) fn limit_cues(&mut self, model: &Model<'_>) {
        let start = self.paragraph.sentences()[self.number].start;
        for (at, &label) in self.labels.iter().enumerate() {
            self.may_begin[at] = label == 1 || self.paragraph.may_begin(model, self.number, start + at);
        }
    }

    /// Whether these tokens of the paragraph contain part of an annotated cue.
    pub(crate) fn has_cue(&self, tokens: &Range<usize>) -> bool {
        let start = self.paragraph.sentences()[self.number].start;
        self.labels[tokens.start - start..tokens.end - start].iter().any(|&label| label != 0)
    }
}

/// A window with the annotated span of its part, if there is one.
pub(crate) struct SpanExample<'a> {
    pub(crate) window: Window<'a>,
    pub(crate) gold: Option<Range<usize>>,
}

impl SpanExample<'_> {
    /// The start or the end of the annotated span.
    pub(crate) fn gold_edge(&self, side: EdgeSide) -> Option<usize> {
        self.gold.as_ref().map(|span| if side == EdgeSide::Start { span.start } else { span.end })
    }
}

/// Reads the articles of an input file, one per line.
pub(crate) fn read(text: &str, lexicon: &Lexicon) -> Result<Vec<Article>> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let articles = lines.map(|(number, line)| {
        let article: JsonArticle = serde_json::from_str(line).with_context(|| format!("line {}", number + 1))?;
        Ok(Article::new(&article, lexicon))
    });
    articles.collect()
}

impl Article {
    fn new(article: &JsonArticle, lexicon: &Lexicon) -> Self {
        let source = Source::new("article.txt", article.text.as_bytes().to_vec());
        let document = Document::parse(&source, Format::Plain);
        let language = Language::read(&document, lexicon);
        let mut bytes: Vec<usize> = article.text.char_indices().map(|(at, _)| at).collect();
        bytes.push(article.text.len());
        let spans: Vec<_> = language.tokens.iter().map(|token| document.span(token.range())).collect();
        let tokens = |&(start, end): &(usize, usize)| {
            let (start, end) = (*bytes.get(start)?, *bytes.get(end)?);
            let first = spans.partition_point(|span| span.end <= start);
            let last = spans.partition_point(|span| span.start < end);
            (first < last).then_some(TokenIdx::from_usize(first).until(TokenIdx::from_usize(last)))
        };
        let attributions = article.attributions.iter().filter_map(|annotation| {
            Some(GoldAttribution {
                source: annotation.source.first().and_then(tokens),
                cue: tokens(annotation.cue.first()?)?,
                content: annotation.content.iter().filter_map(tokens).collect(),
            })
        });
        let mut attributions: Vec<_> = attributions.collect();
        attributions.sort_by_key(|attribution| (attribution.cue.start, attribution.cue.end));
        Self { document, language, attributions }
    }
}

/// The training examples of all articles; `drafts` are the paragraphs of each article.
pub(crate) fn examples<'a>(articles: &[Article], drafts: &'a [Vec<ParagraphFeatures<'a>>]) -> Examples<'a> {
    let mut examples = Examples { sentences: Vec::new(), spans: Vec::new() };
    for (number, (article, paragraphs)) in articles.iter().zip(drafts).enumerate() {
        for paragraph in paragraphs {
            for sentence in 0..paragraph.sentences().len() {
                examples.add_sentence(number, article, paragraph, sentence);
            }
        }
    }
    examples
}

impl<'a> Examples<'a> {
    /// Adds a sentence and the windows of its attributions.
    fn add_sentence(&mut self, article: usize, from: &Article, paragraph: &'a ParagraphFeatures<'a>, number: usize) {
        let tokens = paragraph.sentences()[number].clone();
        let base = paragraph.tokens().start;
        let here = (base + tokens.start as u32).until(base + tokens.end as u32);
        let attributions: Vec<_> =
            from.attributions.iter().filter(|r| here.contains(r.cue.start) && r.cue.end <= here.end).collect();
        let mut labels = vec![0; tokens.len()];
        for attribution in &attributions {
            let first = (attribution.cue.start - here.start) as usize;
            if labels[first] == 0 {
                labels[first..(attribution.cue.end - here.start) as usize].fill(2);
                labels[first] = 1;
            }
        }
        let features = tokens.clone().map(|at| {
            let mut list = Vec::new();
            paragraph.cue_features(number, at, |_, hash| list.push(hash));
            list
        });
        let cue_prefilter = tokens.map(|at| paragraph.prefilter_features(number, at));
        let (features, cue_prefilter) = (features.collect(), cue_prefilter.collect());
        let may_begin = vec![true; labels.len()];
        self.sentences.push(Sentence { article, paragraph, number, features, cue_prefilter, labels, may_begin });
        let mut previous = None;
        for attribution in attributions {
            previous = self.add_spans(paragraph, number, attribution, previous);
        }
    }

    /// Adds the three windows of an attribution, each with the annotated spans of the parts that the model finds before it.
    /// Returns the source, or `previous` if there is none.
    fn add_spans(
        &mut self,
        paragraph: &'a ParagraphFeatures<'a>,
        number: usize,
        attribution: &GoldAttribution,
        previous: Option<Range<usize>>,
    ) -> Option<Range<usize>> {
        let base = paragraph.tokens().start;
        let local = |range: TokenRange| {
            let inside = range.start >= base && range.end <= paragraph.tokens().end;
            inside.then(|| paragraph.trim((range.start - base) as usize..(range.end - base) as usize)).flatten()
        };
        let cue = (attribution.cue.start - base) as usize..(attribution.cue.end - base) as usize;
        let source = attribution.source.and_then(local);
        let longest = |side: &dyn Fn(&Range<usize>) -> bool| {
            attribution.content.iter().copied().filter_map(local).filter(side).max_by_key(Range::len)
        };
        let right = longest(&|content| content.start >= cue.end);
        let left = longest(&|content| content.end <= cue.start);
        let mut known = KnownSpans { previous: previous.clone(), source: None, content_on_other_side: false };
        let mut add = |part, known: &KnownSpans, gold| {
            self.spans.push(SpanExample { window: paragraph.window(number, cue.clone(), part, known), gold });
        };
        add(SpanKind::Source, &known, source.clone());
        known.source.clone_from(&source);
        known.content_on_other_side = right.is_some();
        add(SpanKind::Right, &KnownSpans { content_on_other_side: false, ..known.clone() }, right);
        add(SpanKind::Left, &known, left);
        source.or(previous)
    }
}
