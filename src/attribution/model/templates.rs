//! Feature templates: what each kind of feature looks at.
//!
//! A template's number goes into the hashes of its features, and the weights are found by these hashes. So a number stays with its
//! template: whoever takes a template out retires the number, and a new one gets a number that was never used. A change
//! of a template needs new training.

use super::edges::{EdgeKind, EdgeSide, SpanKind};
use crate::learn::feature_hash;

/// A template of the model, with the kind of edge or span that it looks at, if any: each kind has weights of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// Of a token that may be part of a cue.
    Cue(CueTemplate),
    /// Of a token that may begin a cue, for the prefilter.
    Prefilter(PrefilterTemplate),
    /// Of an edge of a source or a content.
    Edge(EdgeKind, EdgeTemplate),
    /// Of a source or a content as a whole.
    Span(SpanKind, SpanTemplate),
    /// Of a cue for which there is no source, or no content on a side.
    NoSpan(SpanKind, NoSpanTemplate),
}

impl Template {
    /// Its number among all templates. Kinds of spans are 40 apart, which leaves room for new templates.
    #[must_use]
    pub const fn number(self) -> u32 {
        match self {
            Self::Cue(template) => template as u32,
            Self::Prefilter(template) => template as u32,
            Self::Edge(EdgeKind { part, side: EdgeSide::Start }, template) => 1000 + 40 * part as u32 + template as u32,
            Self::Edge(EdgeKind { part, side: EdgeSide::End }, template) => 2000 + 40 * part as u32 + template as u32,
            Self::Span(part, template) => 3000 + 40 * part as u32 + template as u32,
            Self::NoSpan(part, template) => 4000 + 40 * part as u32 + template as u32,
        }
    }

    /// What it looks at, for people.
    #[must_use]
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Cue(template) => template.describe(),
            Self::Prefilter(template) => template.describe(),
            Self::Edge(_, template) => template.describe(),
            Self::Span(_, template) => template.describe(),
            Self::NoSpan(_, template) => template.describe(),
        }
    }

    /// The hash of what it saw.
    #[inline]
    pub(super) fn hash(self, a: u32, b: u32) -> u32 {
        feature_hash(self.number(), a, b)
    }
}

impl CueTemplate {
    /// The hash of what it saw.
    #[inline]
    pub(super) fn hash(self, a: u32, b: u32) -> u32 {
        Template::Cue(self).hash(a, b)
    }
}

impl PrefilterTemplate {
    /// The hash of what it saw.
    #[inline]
    pub(super) fn hash(self, a: u32, b: u32) -> u32 {
        Template::Prefilter(self).hash(a, b)
    }
}

/// Declares an enum of templates with their numbers and descriptions, so that the three cannot disagree.
macro_rules! templates {
    ($(#[$doc:meta])* $name:ident { $($template:ident = $number:literal, $description:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $(#[doc = $description] $template = $number,)*
        }

        impl $name {
            /// All templates, by number.
            pub const ALL: &[Self] = &[$(Self::$template),*];

            /// What it looks at, for people.
            #[must_use]
            pub const fn describe(self) -> &'static str {
                match self {
                    $(Self::$template => $description,)*
                }
            }
        }
    };
}

templates! {
    /// Templates of tokens that may be part of a cue. In braces, counted from the token: `{0}` its word, `{lemma}` its verb's first
    /// form or its word, `{ending}` its last letters, `{-1}` the word before it.
    CueTemplate {
        Tag = 1, "its kind of word";
        NeighbourTags = 2, "the kinds of word on both sides";
        Frame = 3, "the frame's reading of it";
        Bias = 4, "nothing: it is the same everywhere";
        Lemma = 5, "a form of “{lemma}”";
        Suffix = 6, "the ending “-{ending}”";
        VerbClass = 7, "its class of verb";
        Word = 8, "“{0}”";
        NextWord = 9, "“{1}” behind it";
        SecondWordBefore = 10, "“{-2}” two words before it";
        SecondWordBehind = 11, "“{2}” two words behind it";
        PreviousWordAndLemma = 12, "“{-1} {lemma}”";
        LemmaAndNextWord = 13, "“{lemma} {1}”";
        LemmaAndNextTag = 14, "“{lemma}” before this kind of word";
        LemmaAndTagsBefore = 15, "“{lemma}” behind these two kinds of word";
        LemmaAndTagsBehind = 16, "“{lemma}” before these two kinds of word";
        PreviousTag = 17, "the kind of word before it";
        NextTag = 18, "the kind of word behind it";
        TagsBefore = 19, "the two kinds of word before it";
        TagsBehind = 20, "the two kinds of word behind it";
        PreviousLemma = 21, "“{-1}” before it";
        NextLemma = 22, "“{1}” behind it";
        SecondWordBeforeAndWord = 23, "“{-2} … {0}”";
        WordAndSecondWordBehind = 24, "“{0} … {2}”";
        FrameAndLemma = 25, "the frame's reading of “{lemma}”";
        PreviousFrame = 26, "the frame's reading of the word before it";
        NextFrame = 27, "the frame's reading of the word behind it";
        Roles = 28, "a frame's source or content around it";
        RoleAndLemma = 29, "a frame's source or content around “{lemma}”";
        Quoted = 30, "quotation marks around it";
        Position = 31, "its place in the sentence";
        Marks = 32, "the marks on both sides";
        MarkBeforeAndLemma = 33, "“{lemma}” behind this mark";
        ThatAndLemma = 34, "a subordinate clause behind “{lemma}”, or none";
        ThatAndTags = 35, "a subordinate clause behind it, or none";
    }
}

templates! {
    /// Templates of tokens that may begin a cue, for the prefilter.
    PrefilterTemplate {
        Lemma = 41, "its verb's first form or its word, with its kind of word";
        Suffix = 42, "its last letters, with its kind of word";
        Frame = 43, "the frame's reading of it, its class of verb, and whether it is in quotation marks";
        NeighbourTags = 44, "the kinds of word on both sides";
    }
}

templates! {
    /// Templates of the edges of a source or a content, counted from 1 for each [`EdgeKind`]. The cue's head is the word of the cue that
    /// carries its sense. Each template also sees whether the edge is left or right of the cue.
    EdgeTemplate {
        Hints = 1, "which hints agree";
        Distance = 2, "the distance from the cue";
        Between = 3, "commas, quotation marks, verbs and cues between it and the cue";
        TagPair = 4, "the kinds of word on both sides";
        HintsAndFrame = 5, "which hints agree, with the frame of the cue's head";
        HintsAndHeadLemma = 6, "which hints agree, with the first form of the cue's head";
        HintsAndTags = 7, "which hints agree, with the kinds of word on both sides";
        DistanceAndHeadTag = 8, "the distance from the cue, with the kind of word of the cue's head";
        BetweenAndHeadTag = 9, "commas, quotation marks, verbs and cues up to the cue, with the kind of word of the cue's head";
        TagBefore = 10, "the kind of word left of it";
        TagBehind = 11, "the kind of word right of it";
        TagsBefore = 12, "the two kinds of word left of it and the one right of it";
        TagsAround = 13, "the kind of word left of it and the two right of it";
        TagsBehind = 14, "the three kinds of word right of it";
        WordBefore = 15, "the word left of it";
        WordBehind = 16, "the word right of it";
        WordBeforeAndTag = 17, "the word left of it, with the kind of word right of it";
        WordBehindAndTag = 18, "the word right of it, with the kind of word left of it";
        DistanceAndTags = 19, "the distance from the cue, with the kinds of word on both sides";
        BetweenAndTags = 20, "commas, quotation marks, verbs and cues up to the cue, with the kinds of word on both sides";
        HeadLemmaAndDistance = 21, "the first form of the cue's head, with the distance from it";
        Roles = 22, "a frame's source or content on either side";
        Quoted = 23, "quotation marks on either side, with the kind of word left of it";
        Frames = 24, "a frame's cue on either side";
        Position = 25, "whether it is an edge of the cue's sentence";
    }
}

templates! {
    /// Templates of a source or a content as a whole, counted from 1 for each [`SpanKind`].
    SpanTemplate {
        Hints = 1, "which hints agree, left or right of the cue";
        HintsAndHeadLemma = 2, "which hints agree, with the first form of the cue's head";
        HintsAndFrame = 3, "which hints agree, with the frame of the cue's head";
        Length = 4, "its length, left or right of the cue";
        LengthAndHeadLemma = 5, "its length, with the first form of the cue's head";
        LengthAndGap = 6, "its length and its distance from the cue";
        GapAndHeadLemma = 7, "its distance from the cue, with the first form of the cue's head";
        GapAndLastTag = 8, "its distance from the cue, with its last kind of word";
        Inside = 9, "commas, quotation marks, verbs and cues inside";
        InsideAndFirstTag = 10, "commas, quotation marks, verbs and cues inside, with its first kind of word";
        FirstAndLastTag = 11, "its first and last kinds of word";
        TagsAround = 12, "the kinds of word around it";
        TagsAroundAndEnds = 13, "the kinds of word around it, with its first and last kinds of word";
        Quoted = 14, "quotation marks at its ends and around it";
        FirstWordAndLength = 15, "its first word, with its length";
        LastWord = 16, "its last word";
        PositionAndInside = 17, "where its ends are in the cue's sentence, with commas, quotation marks, verbs and cues inside";
    }
}

templates! {
    /// Templates of a cue without a source, or without content on a side, counted from 1 for each [`SpanKind`].
    NoSpanTemplate {
        Bias = 1, "nothing: it is the same everywhere";
        HintsAndFrame = 2, "which hints there are, with the frame of the cue's head";
        HintsAndHeadLemma = 3, "which hints there are, with the first form of the cue's head";
        HeadLemma = 4, "the first form of the cue's head";
        CueTags = 5, "the kinds of word of the cue's first word and its head";
        TagBefore = 6, "the kind of word before the cue";
        TagBehind = 7, "the kind of word behind the cue";
        TagsBefore = 8, "the two kinds of word before the cue";
        TagsBehind = 9, "the two kinds of word behind the cue";
        TagsAround = 10, "the kinds of word on both sides of the cue";
        FirstWord = 11, "the cue's first word";
        Position = 12, "whether the cue is at an edge of its sentence";
        Room = 13, "how many words of the sentence are before and behind the cue";
        LastWord = 14, "the cue's last word";
        Quoted = 15, "whether the cue is in quotation marks";
        Source = 16, "where the source is, and whether there is content on the other side";
        SourceAndHeadTag = 17, "the same, with the kind of word of the cue's head";
        HeadLemmaAndSides = 18, "the first form of the cue's head, with the sides that have a source or content";
        HintsAndSource = 19, "which hints there are, with where the source is";
        Quotes = 20, "quotation marks before and behind the cue in its sentence";
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    const PARTS: [SpanKind; 3] = [SpanKind::Source, SpanKind::Left, SpanKind::Right];

    fn all() -> Vec<Template> {
        let mut all: Vec<Template> = CueTemplate::ALL.iter().map(|&template| Template::Cue(template)).collect();
        all.extend(PrefilterTemplate::ALL.iter().map(|&template| Template::Prefilter(template)));
        for part in PARTS {
            for side in [EdgeSide::Start, EdgeSide::End] {
                let kind = EdgeKind { part, side };
                all.extend(EdgeTemplate::ALL.iter().map(|&template| Template::Edge(kind, template)));
            }
            all.extend(SpanTemplate::ALL.iter().map(|&template| Template::Span(part, template)));
            all.extend(NoSpanTemplate::ALL.iter().map(|&template| Template::NoSpan(part, template)));
        }
        all
    }

    #[test]
    fn no_two_templates_have_one_number() {
        let numbers: HashSet<u32> = all().iter().map(|template| template.number()).collect();
        assert_eq!(numbers.len(), all().len());
    }

    #[test]
    fn what_a_template_saw_has_the_hash_that_the_weights_were_trained_with() {
        let kind = |part, side| EdgeKind { part, side };
        for (template, number) in [
            (Template::Cue(CueTemplate::Tag), 1),
            (Template::Cue(CueTemplate::ThatAndTags), 35),
            (Template::Prefilter(PrefilterTemplate::NeighbourTags), 44),
            (Template::Edge(kind(SpanKind::Source, EdgeSide::Start), EdgeTemplate::Hints), 1001),
            (Template::Edge(kind(SpanKind::Right, EdgeSide::End), EdgeTemplate::Position), 2105),
            (Template::Span(SpanKind::Left, SpanTemplate::Length), 3044),
            (Template::NoSpan(SpanKind::Right, NoSpanTemplate::Quotes), 4100),
        ] {
            assert_eq!(template.number(), number, "{template:?}");
        }
        assert_eq!(Template::Cue(CueTemplate::Lemma).hash(0x1234_5678, 9), 0x00df_6bd8);
    }

    #[test]
    fn every_template_says_what_it_looks_at() {
        assert!(all().iter().all(|template| !template.describe().is_empty()));
    }
}
