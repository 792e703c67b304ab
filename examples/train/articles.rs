//! Reads annotated articles and turns them into lessons: sentences with labels, windows with the part to point at.

use anyhow::{Context, Result};
use bylint::document::{Document, Format};
use bylint::language::{Language, Lexicon};
use bylint::text::Source;
use bylint::unstable::model::{EdgeSide, KnownSpans, Model, ParagraphFeatures, SpanKind, Window};
use serde::Deserialize;
use std::ops::Range;

/// An article as its file has it.
#[derive(Deserialize)]
struct Line {
    text: String,
    attributions: Vec<Mark>,
}

#[derive(Deserialize)]
struct Mark {
    source: Vec<(usize, usize)>,
    cue: Vec<(usize, usize)>,
    content: Vec<(usize, usize)>,
}

/// An article read, its relations as ranges of tokens, by cue.
pub(crate) struct Article {
    pub(crate) document: Document,
    pub(crate) language: Language,
    relations: Vec<Relation>,
}

struct Relation {
    source: Option<Range<u32>>,
    cue: Range<u32>,
    content: Vec<Range<u32>>,
}

/// All that there is to learn.
pub(crate) struct Lessons<'a> {
    pub(crate) sentences: Vec<Sentence<'a>>,
    pub(crate) points: Vec<Point<'a>>,
}

/// A sentence with the features of its tokens and a label for each: 0 outside, 1 begins a cue, 2 inside one.
pub(crate) struct Sentence<'a> {
    pub(crate) article: usize,
    pub(crate) paragraph: &'a ParagraphFeatures<'a>,
    pub(crate) number: usize,
    pub(crate) features: Vec<Vec<u32>>,
    /// The prefilter features of each token; a mark has none.
    pub(crate) cue_prefilter: Vec<Vec<u32>>,
    pub(crate) labels: Vec<usize>,
    /// Which tokens may begin a cue; all, before the prefilter has run.
    pub(crate) may_begin: Vec<bool>,
}

impl Sentence<'_> {
    /// Lets cues begin where the prefilter does, and where one is marked.
    pub(crate) fn limit_cues(&mut self, model: &Model<'_>) {
        let start = self.paragraph.sentences()[self.number].start;
        for (at, &label) in self.labels.iter().enumerate() {
            self.may_begin[at] = label == 1 || self.paragraph.may_begin(model, self.number, start + at);
        }
    }

    /// Whether a marked cue stands in these tokens of the paragraph.
    pub(crate) fn has_cue(&self, tokens: &Range<usize>) -> bool {
        let start = self.paragraph.sentences()[self.number].start;
        self.labels[tokens.start - start..tokens.end - start].iter().any(|&label| label != 0)
    }
}

/// A window and the place in it that is right, if any.
pub(crate) struct Point<'a> {
    pub(crate) window: Window<'a>,
    pub(crate) right: Option<Range<usize>>,
}

impl Point<'_> {
    /// The edge of the place that is right.
    pub(crate) fn edge(&self, side: EdgeSide) -> Option<usize> {
        self.right.as_ref().map(|right| if side == EdgeSide::Start { right.start } else { right.end })
    }
}

pub(crate) fn read(text: &str, lexicon: &Lexicon) -> Result<Vec<Article>> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let articles = lines.map(|(number, line)| {
        let line: Line = serde_json::from_str(line).with_context(|| format!("line {}", number + 1))?;
        Ok(Article::new(&line, lexicon))
    });
    articles.collect()
}

impl Article {
    fn new(line: &Line, lexicon: &Lexicon) -> Self {
        let source = Source::new("article.txt", line.text.as_bytes().to_vec());
        let document = Document::parse(&source, Format::Plain);
        let language = Language::read(&document, lexicon);
        let mut bytes: Vec<usize> = line.text.char_indices().map(|(at, _)| at).collect();
        bytes.push(line.text.len());
        let places: Vec<_> = language.tokens.iter().map(|token| document.span(token.range())).collect();
        let tokens = |&(start, end): &(usize, usize)| {
            let (start, end) = (*bytes.get(start)?, *bytes.get(end)?);
            let first = places.partition_point(|place| place.end <= start);
            let last = places.partition_point(|place| place.start < end);
            (first < last).then_some(first as u32..last as u32)
        };
        let marks = line.attributions.iter().filter_map(|mark| {
            Some(Relation {
                source: mark.source.first().and_then(tokens),
                cue: tokens(mark.cue.first()?)?,
                content: mark.content.iter().filter_map(tokens).collect(),
            })
        });
        let mut relations: Vec<_> = marks.collect();
        relations.sort_by_key(|relation| (relation.cue.start, relation.cue.end));
        Self { document, language, relations }
    }
}

pub(crate) fn lessons<'a>(articles: &[Article], drafts: &'a [Vec<ParagraphFeatures<'a>>]) -> Lessons<'a> {
    let mut lessons = Lessons { sentences: Vec::new(), points: Vec::new() };
    for (number, (article, paragraphs)) in articles.iter().zip(drafts).enumerate() {
        for paragraph in paragraphs {
            for sentence in 0..paragraph.sentences().len() {
                lessons.sentence(number, article, paragraph, sentence);
            }
        }
    }
    lessons
}

impl<'a> Lessons<'a> {
    fn sentence(&mut self, article: usize, from: &Article, paragraph: &'a ParagraphFeatures<'a>, number: usize) {
        let tokens = paragraph.sentences()[number].clone();
        let base = paragraph.tokens().start;
        let here = base + tokens.start as u32..base + tokens.end as u32;
        let relations: Vec<_> =
            from.relations.iter().filter(|r| here.contains(&r.cue.start) && r.cue.end <= here.end).collect();
        let mut labels = vec![0; tokens.len()];
        for relation in &relations {
            let first = (relation.cue.start - here.start) as usize;
            if labels[first] == 0 {
                labels[first..(relation.cue.end - here.start) as usize].fill(2);
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
        for relation in relations {
            previous = self.points(paragraph, number, relation, previous);
        }
    }

    /// The three windows of a relation, each seen with what is right before it.
    fn points(
        &mut self,
        paragraph: &'a ParagraphFeatures<'a>,
        number: usize,
        relation: &Relation,
        previous: Option<Range<usize>>,
    ) -> Option<Range<usize>> {
        let base = paragraph.tokens().start;
        let local = |range: &Range<u32>| {
            let inside = range.start >= base && range.end <= paragraph.tokens().end;
            inside.then(|| paragraph.trim((range.start - base) as usize..(range.end - base) as usize)).flatten()
        };
        let cue = (relation.cue.start - base) as usize..(relation.cue.end - base) as usize;
        let source = relation.source.as_ref().and_then(local);
        let longest = |side: &dyn Fn(&Range<usize>) -> bool| {
            relation.content.iter().filter_map(local).filter(side).max_by_key(Range::len)
        };
        let right = longest(&|content| content.start >= cue.end);
        let left = longest(&|content| content.end <= cue.start);
        let mut known = KnownSpans { previous: previous.clone(), source: None, other: false };
        let mut point = |part, known: &KnownSpans, right| {
            self.points.push(Point { window: paragraph.window(number, cue.clone(), part, known), right });
        };
        point(SpanKind::Source, &known, source.clone());
        known.source.clone_from(&source);
        known.other = right.is_some();
        point(SpanKind::Right, &KnownSpans { other: false, ..known.clone() }, right);
        point(SpanKind::Left, &known, left);
        source.or(previous)
    }
}
