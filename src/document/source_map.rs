//! Maps each byte of prose to the source bytes that it came from.

use crate::text::{ProseOffset, ProseRange, Span};
use std::ops::Range;

/// The map from prose to source: runs of prose with their source, in the order of the prose, without gaps.
#[derive(Clone, Debug, Default)]
pub(super) struct SourceMap {
    runs: Vec<MappedRun>,
}

/// A run of prose bytes with its source bytes; it ends where the next run starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct MappedRun {
    prose: ProseOffset,
    source: u32,
    /// Length in the source if the prose replaces the source (an entity, a line break with indentation); [`VERBATIM`] if it
    /// equals the source byte for byte.
    length: u32,
}

/// The length that marks a run that equals its source byte for byte; no other run is this long.
const VERBATIM: u32 = u32::MAX;

impl MappedRun {
    /// The length in the source if the run replaces the source as a whole.
    fn replaced_len(self) -> Option<u32> {
        (self.length != VERBATIM).then_some(self.length)
    }
}

impl SourceMap {
    /// The source of a range of prose, from the start of the first character to the end of the last; `len` is the length of
    /// the prose.
    pub(super) fn span(&self, prose: ProseRange, len: usize) -> Span {
        let len = ProseOffset::from_usize(len);
        let start = self.start_of(prose.start.min(len));
        if prose.end <= prose.start {
            return Span::new(start, start);
        }
        // Alternative text comes after its paragraph. Only a range that extends into it could end before it starts.
        Span::new(start, self.end_of(prose.end.min(len)).max(start))
    }

    /// Whether a range of prose equals its source byte for byte.
    pub(super) fn is_verbatim(&self, prose: ProseRange) -> bool {
        let first = self.runs.partition_point(|run| run.prose <= prose.start);
        let next = self.runs.get(first).map_or(ProseOffset::new(u32::MAX), |run| run.prose);
        first > 0 && self.runs[first - 1].replaced_len().is_none() && prose.end <= next
    }

    /// Whether a range of prose is one range of the source without markup in it; line breaks and entities are not
    /// markup.
    pub(super) fn is_unbroken(&self, prose: ProseRange) -> bool {
        let first = self.runs.partition_point(|run| run.prose <= prose.start).saturating_sub(1);
        let inside = |next: &MappedRun| next.prose < prose.end;
        self.runs[first.min(self.runs.len())..].windows(2).take_while(|two| inside(&two[1])).all(|two| {
            let end = two[0].source + two[0].replaced_len().unwrap_or(two[1].prose - two[0].prose);
            end == two[1].source
        })
    }

    /// The ranges of the source that are prose, in order, without overlap; `len` is the length of the prose.
    pub(super) fn sources(&self, len: usize) -> Vec<Span> {
        let ends = self.runs.iter().skip(1).map(|next| next.prose).chain([ProseOffset::from_usize(len)]);
        let source = |(run, end): (&MappedRun, ProseOffset)| {
            let length = run.replaced_len().unwrap_or_else(|| run.prose.until(end).len() as u32);
            Span::new(run.source as usize, (run.source + length) as usize)
        };
        Span::joined(self.runs.iter().zip(ends).map(source).collect())
    }

    /// The source offset where the prose before `prose` ends.
    pub(super) fn end_of(&self, prose: ProseOffset) -> usize {
        let after = self.runs.partition_point(|run| run.prose < prose);
        let Some(run) = after.checked_sub(1).map(|i| self.runs[i]) else { return 0 };
        (run.source + run.replaced_len().unwrap_or(prose - run.prose)) as usize
    }

    fn start_of(&self, prose: ProseOffset) -> usize {
        let after = self.runs.partition_point(|run| run.prose <= prose);
        let Some(run) = after.checked_sub(1).map(|i| self.runs[i]) else { return 0 };
        match run.replaced_len() {
            None => (run.source + (prose - run.prose)) as usize,
            Some(_) => run.source as usize,
        }
    }

    /// Adds a run: from `prose` on, the prose equals the source from `source` on, byte for byte.
    pub(super) fn push_verbatim(&mut self, prose: usize, source: usize) {
        let (prose, source) = (ProseOffset::from_usize(prose), source as u32);
        match self.runs.last() {
            Some(last) if last.replaced_len().is_none() && last.source + (prose - last.prose) == source => {}
            _ => self.runs.push(MappedRun { prose, source, length: VERBATIM }),
        }
    }

    /// Adds a run: from `prose` on, the prose replaces the source range as a whole.
    pub(super) fn push_replacement(&mut self, prose: usize, source: Range<usize>) {
        let length = source.len() as u32;
        self.runs.push(MappedRun { prose: ProseOffset::from_usize(prose), source: source.start as u32, length });
    }

    /// The source end of the last run, if it replaces a range as a whole.
    pub(super) fn last_replacement_end(&self) -> Option<usize> {
        self.runs.last().and_then(|last| Some((last.source + last.replaced_len()?) as usize))
    }

    /// Extends the source of the last run to `end`, if that run replaces a range as a whole.
    pub(super) fn extend_last(&mut self, end: usize) {
        if let Some(last) = self.runs.last_mut().filter(|last| last.replaced_len().is_some()) {
            last.length = last.length.max((end as u32).saturating_sub(last.source));
        }
    }

    /// Removes the prose from `prose` on.
    pub(super) fn truncate(&mut self, prose: usize) {
        while self.runs.last().is_some_and(|last| last.prose.index() >= prose) {
            self.runs.pop();
        }
    }

    /// Removes the prose from `prose` on and returns it as a map that starts at 0.
    pub(super) fn split_off(&mut self, prose: usize) -> Self {
        let at = self.runs.partition_point(|run| run.prose.index() < prose);
        let mut runs = self.runs.split_off(at);
        for run in &mut runs {
            run.prose -= prose as u32;
        }
        Self { runs }
    }

    /// Appends another map, from `prose` on.
    pub(super) fn append(&mut self, prose: usize, other: &Self) {
        let moved = other.runs.iter().map(|run| MappedRun { prose: run.prose + prose as u32, ..*run });
        self.runs.extend(moved);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A map for five bytes of prose: `ab` and `cd` verbatim, and between them an entity of six bytes that becomes one byte.
    fn map() -> SourceMap {
        let mut map = SourceMap::default();
        map.push_verbatim(0, 10);
        map.push_verbatim(1, 11);
        map.push_replacement(2, 12..18);
        map.push_verbatim(3, 18);
        map
    }

    #[test]
    fn adjacent_verbatim_runs_are_joined() {
        assert_eq!(map().runs.len(), 3);
    }

    #[test]
    fn span_ends_with_the_source_of_the_last_character() {
        for (prose, source) in [(0..2, 10..12), (1..3, 11..18), (2..3, 12..18), (2..5, 12..20), (3..3, 18..18)] {
            assert_eq!(map().span(prose.clone().into(), 5), Span::new(source.start, source.end), "{prose:?}");
        }
    }

    #[test]
    fn markup_between_runs_splits_the_sources() {
        let mut map = map();
        map.push_verbatim(5, 22);
        assert_eq!(map.sources(7), [Span::new(10, 20), Span::new(22, 24)]);
        for (prose, unbroken) in [(0..5, true), (1..3, true), (4..6, false), (5..7, true), (0..7, false)] {
            assert_eq!(map.is_unbroken(prose.clone().into()), unbroken, "{prose:?}");
        }
        assert!(SourceMap::default().is_unbroken(ProseRange::from(0..1)));
    }

    #[test]
    fn only_text_copied_from_the_source_is_verbatim() {
        assert!(map().is_verbatim(ProseRange::from(0..2)) && map().is_verbatim(ProseRange::from(3..5)));
        assert!(!map().is_verbatim(ProseRange::from(1..3)) && !map().is_verbatim(ProseRange::from(2..3)));
    }

    #[test]
    fn split_off_prose_can_be_appended_at_another_offset() {
        let mut map = map();
        let tail = map.split_off(2);
        map.append(4, &tail);
        assert_eq!(map.span(ProseRange::from(4..5), 7), Span::new(12, 18));
        assert_eq!(map.span(ProseRange::from(5..7), 7), Span::new(18, 20));
    }
}
