//! Feature templates: each says which properties of a token, an edge or a span make up one feature.
//!
//! A template's number is part of the hash of its features, and a weight is looked up by this hash. So a template keeps its
//! number: do not reuse the number of a template that you remove, and give a new template a number that was never used. Any
//! change to a template requires training the model again.

use super::edges::{EdgeKind, EdgeSide, SpanKind};
use crate::learn::feature_hash;

/// A template, with the kind of edge or span that it describes, if any. Each kind has its own weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// Describes a token that may be part of a cue.
    Cue(CueTemplate),
    /// Describes a token that may begin a cue, for the prefilter.
    Prefilter(PrefilterTemplate),
    /// Describes the start or end of a source span or a content span.
    Edge(EdgeKind, EdgeTemplate),
    /// Describes a source span or a content span as a whole.
    Span(SpanKind, SpanTemplate),
    /// Describes a cue that has no source, or no content to its left or to its right.
    NoSpan(SpanKind, NoSpanTemplate),
}

impl Template {
    /// The number of the template, unique among all templates. The numbers of two span kinds are 40 apart, which leaves room for
    /// new templates.
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

    /// The hash of this template's feature for the observed values `a` and `b`.
    #[inline]
    pub(super) fn hash(self, a: u32, b: u32) -> u32 {
        feature_hash(self.number(), a, b)
    }
}

impl CueTemplate {
    /// The hash of this template's feature for the observed values `a` and `b`.
    #[inline]
    pub(super) fn hash(self, a: u32, b: u32) -> u32 {
        Template::Cue(self).hash(a, b)
    }
}

impl PrefilterTemplate {
    /// The hash of this template's feature for the observed values `a` and `b`.
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
            /// All templates in the order of their numbers.
            pub const ALL: &[Self] = &[$(Self::$template),*];

            /// A description of the template for people.
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
    /// Templates for tokens that may be part of a cue.
    ///
    /// Placeholders in the descriptions: `{0}` is the token's text and `{-1}` the text of the token before it; `{lemma}` is the
    /// lemma of its verb, or its text if it is not a verb; `{ending}` is its last letters. Features with the same description are
    /// shown as one: their weights are added up. A “kind of word” is a token's tag: a coarse part of speech, or the kind of mark.
    /// Features of frames also depend on the part of the cue that the token is, and on how sure the frame is.
    CueTemplate {
        Tag = 1, "its kind of word";
        NeighbourTags = 2, "the kinds of word on both sides";
        Frame = 3, "the frame that has it in its cue, if any";
        Bias = 4, "nothing: the feature is the same everywhere";
        Lemma = 5, "a form of “{lemma}”";
        Suffix = 6, "the ending “-{ending}”";
        VerbClass = 7, "its class of verb";
        Word = 8, "“{0}”";
        NextWord = 9, "“{1}” after it";
        SecondWordBefore = 10, "“{-2}” two words before it";
        SecondWordAfter = 11, "“{2}” two words after it";
        PreviousWordAndLemma = 12, "“{-1} {lemma}”";
        LemmaAndNextWord = 13, "“{lemma} {1}”";
        LemmaAndNextTag = 14, "“{lemma}”, with the kind of word after it";
        LemmaAndTagsBefore = 15, "“{lemma}”, with the two kinds of word before it";
        LemmaAndTagsAfter = 16, "“{lemma}”, with the two kinds of word after it";
        PreviousTag = 17, "the kind of word before it";
        NextTag = 18, "the kind of word after it";
        TagsBefore = 19, "the two kinds of word before it";
        TagsAfter = 20, "the two kinds of word after it";
        PreviousLemma = 21, "“{-1}” before it";
        NextLemma = 22, "“{1}” after it";
        SecondWordBeforeAndWord = 23, "“{-2} … {0}”";
        WordAndSecondWordAfter = 24, "“{0} … {2}”";
        FrameAndLemma = 25, "“{lemma}”, with the frame that has it in its cue, if any";
        PreviousFrame = 26, "the frame that has the word before it in its cue, if any";
        NextFrame = 27, "the frame that has the word after it in its cue, if any";
        Roles = 28, "whether it and its neighbours are in a frame's source or content";
        RoleAndLemma = 29, "“{lemma}”, with whether it is in a frame's source or content";
        Quoted = 30, "whether it and its neighbours are in quotation marks";
        Position = 31, "whether it is the first or second word of its sentence";
        Marks = 32, "the nearest marks on both sides";
        MarkBeforeAndLemma = 33, "“{lemma}”, with the nearest mark before it";
        ThatAndLemma = 34, "whether “that” follows “{lemma}” within five words";
        ThatAndTags = 35, "whether “that” follows within five words";
    }
}

templates! {
    /// Templates for tokens that may begin a cue, used by the prefilter.
    PrefilterTemplate {
        Lemma = 41, "the lemma of its verb or its text, with its kind of word";
        Suffix = 42, "its last letters, with its kind of word";
        Frame = 43, "the frame that has it in its cue or content, its class of verb, and whether it is in quotation marks";
        NeighbourTags = 44, "the kinds of word on both sides";
    }
}

templates! {
    /// Templates for the edges of a source span or a content span, numbered from 1 for each [`EdgeKind`].
    ///
    /// A hint is a span that a frame or a simple search proposes for the part. The cue's head is the last verb of the cue, or its
    /// last word if it has no verb. All templates but `HintsAndFrame`, `HintsAndHeadLemma` and `HintsAndTags` also see whether
    /// the edge is left or right of the cue.
    EdgeTemplate {
        Hints = 1, "which hints have this edge";
        Distance = 2, "the distance from the cue";
        Between = 3, "how many commas, quotation marks, verbs and cues are between it and the cue";
        TagPair = 4, "the kinds of word on both sides";
        HintsAndFrame = 5, "which hints have this edge, with the frame of the cue's head";
        HintsAndHeadLemma = 6, "which hints have this edge, with the lemma of the cue's head";
        HintsAndTags = 7, "which hints have this edge, with the kinds of word on both sides";
        DistanceAndHeadTag = 8, "the distance from the cue, with the kind of word of the cue's head";
        BetweenAndHeadTag = 9, "the counts of Between, with the kind of word of the cue's head";
        TagBefore = 10, "the kind of word left of it";
        TagAfter = 11, "the kind of word right of it";
        TwoTagsBeforeAndTagAfter = 12, "the two kinds of word left of it and the one right of it";
        TagBeforeAndTwoTagsAfter = 13, "the kind of word left of it and the two right of it";
        ThreeTagsAfter = 14, "the three kinds of word right of it";
        WordBefore = 15, "the word left of it";
        WordAfter = 16, "the word right of it";
        WordBeforeAndTag = 17, "the word left of it, with the kind of word right of it";
        WordAfterAndTag = 18, "the word right of it, with the kind of word left of it";
        DistanceAndTags = 19, "the distance from the cue, with the kinds of word on both sides";
        BetweenAndTags = 20, "the counts of Between, with the kinds of word on both sides";
        HeadLemmaAndDistance = 21, "the lemma of the cue's head, with the distance from it";
        Roles = 22, "whether the words left and right of it are in a frame's source or content";
        Quoted = 23, "whether the words left and right of it are in quotation marks, with the kind of word left of it";
        Frames = 24, "whether the words left and right of it are in a frame's cue";
        Position = 25, "whether it is at an edge of the cue's sentence, or outside that sentence";
    }
}

templates! {
    /// Templates for a source span or a content span as a whole, numbered from 1 for each [`SpanKind`].
    SpanTemplate {
        Hints = 1, "which hints are this span, with its side of the cue";
        HintsAndHeadLemma = 2, "which hints are this span, with the lemma of the cue's head";
        HintsAndFrame = 3, "which hints are this span, with the frame of the cue's head";
        Length = 4, "its length, with its side of the cue";
        LengthAndHeadLemma = 5, "its length, with the lemma of the cue's head";
        LengthAndGap = 6, "its length and its distance from the cue";
        GapAndHeadLemma = 7, "its distance from the cue, with the lemma of the cue's head";
        GapAndLastTag = 8, "its distance from the cue, with its last kind of word";
        Inside = 9, "how many commas, quotation marks, verbs and cues are inside";
        InsideAndFirstTag = 10, "the counts of Inside, with its first kind of word";
        FirstAndLastTag = 11, "its first and last kinds of word";
        TagsAround = 12, "the kinds of word around it";
        TagsAroundAndEnds = 13, "the kinds of word around it, with its first and last kinds of word";
        Quoted = 14, "whether its first and last words are quoted, and whether quotation marks are next to it";
        FirstWordAndLength = 15, "its first word, with its length";
        LastWord = 16, "its last word";
        PositionAndInside = 17, "where its ends are in the cue's sentence, with the counts of Inside";
    }
}

templates! {
    /// Templates for a cue without a source, or without content on one side, numbered from 1 for each [`SpanKind`].
    NoSpanTemplate {
        Bias = 1, "nothing: the feature is the same everywhere";
        HintsAndFrame = 2, "which hints there are, with the frame of the cue's head";
        HintsAndHeadLemma = 3, "which hints there are, with the lemma of the cue's head";
        HeadLemma = 4, "the lemma of the cue's head";
        CueTags = 5, "the kinds of word of the cue's first word and its head";
        TagBefore = 6, "the kind of word before the cue";
        TagAfter = 7, "the kind of word after the cue";
        TagsBefore = 8, "the two kinds of word before the cue";
        TagsAfter = 9, "the two kinds of word after the cue";
        TagsAround = 10, "the kinds of word on both sides of the cue";
        FirstWord = 11, "the cue's first word";
        Position = 12, "whether the cue is at an edge of its sentence";
        Room = 13, "how many words of the sentence are before and after the cue";
        LastWord = 14, "the cue's last word";
        Quoted = 15, "whether the cue's first word is in quotation marks";
        Source = 16, "where the source is, and whether there is content on the other side";
        SourceAndHeadTag = 17, "the values of Source, with the kind of word of the cue's head";
        HeadLemmaAndSides = 18, "the lemma of the cue's head, with whether the source is after it and the other side has content";
        HintsAndSource = 19, "which hints there are, with where the source is";
        Quotes = 20, "whether quotation marks are before and after the cue in its sentence";
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
    fn template_numbers_are_unique() {
        let numbers: HashSet<u32> = all().iter().map(|template| template.number()).collect();
        assert_eq!(numbers.len(), all().len());
    }

    #[test]
    fn template_numbers_and_hashes_are_those_that_the_weights_were_trained_with() {
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
}
