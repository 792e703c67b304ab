//! Maps each byte of prose to the source bytes that it came from.

use crate::text::Span;
use std::ops::Range;

/// The map from prose to source: runs of prose with their source, in the order of the prose, without gaps.
#[derive(Clone, Debug, Default)]
pub(super) struct SourceMap {
    pieces: Vec<MappedRun>,
}

/// A run of prose bytes with its source bytes; it ends where the next run starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct MappedRun {
    prose: u32,
    source: u32,
    /// Length in the source if the prose replaces the source (an entity, a line break with indentation); [`VERBATIM`] if it
    /// equals the source byte for byte.
    length: u32,
}

/// The length that marks a run that equals its source byte for byte; no other run is this long.
const VERBATIM: u32 = u32::MAX;

impl MappedRun {
    /// The length in the source if the run replaces the source as a whole.
    fn whole(self) -> Option<u32> {
        (self.length != VERBATIM).then_some(self.length)
    }
}

impl SourceMap {
    /// The source of a range of prose, from the start of the first character to the end of the last; `len` is the length of
    /// the prose.
    pub(super) fn span(&self, prose: Range<u32>, len: usize) -> Span {
        let len = len as u32;
        let start = self.start_of(prose.start.min(len));
        if prose.end <= prose.start {
            return Span::new(start, start);
        }
        // Alternative text comes after its paragraph. Only a range that extends into it could end before it starts.
        Span::new(start, self.end_of(prose.end.min(len)).max(start))
    }

    /// Whether a range of prose equals its source byte for byte.
    pub(super) fn is_verbatim(&self, prose: Range<u32>) -> bool {
        let first = self.pieces.partition_point(|piece| piece.prose <= prose.start);
        let next = self.pieces.get(first).map_or(u32::MAX, |piece| piece.prose);
        first > 0 && self.pieces[first - 1].whole().is_none() && prose.end <= next
    }

    /// Whether a range of prose is one range of the source without markup in it; line breaks and entities are not
    /// markup.
    pub(super) fn is_unbroken(&self, prose: Range<u32>) -> bool {
        let first = self.pieces.partition_point(|piece| piece.prose <= prose.start).saturating_sub(1);
        let inside = |next: &MappedRun| next.prose < prose.end;
        self.pieces[first.min(self.pieces.len())..].windows(2).take_while(|two| inside(&two[1])).all(|two| {
            let end = two[0].source + two[0].whole().unwrap_or(two[1].prose - two[0].prose);
            end == two[1].source
        })
    }

    /// The ranges of the source that are prose, in order, without overlap; `len` is the length of the prose.
    pub(super) fn sources(&self, len: usize) -> Vec<Span> {
        let ends = self.pieces.iter().skip(1).map(|next| next.prose).chain([len as u32]);
        let source = |(piece, end): (&MappedRun, u32)| {
            let length = piece.whole().unwrap_or(end.saturating_sub(piece.prose));
            Span::new(piece.source as usize, (piece.source + length) as usize)
        };
        Span::joined(self.pieces.iter().zip(ends).map(source).collect())
    }

    /// The source offset where the prose before `prose` ends.
    pub(super) fn end_of(&self, prose: u32) -> usize {
        let after = self.pieces.partition_point(|piece| piece.prose < prose);
        let Some(piece) = after.checked_sub(1).map(|i| self.pieces[i]) else { return 0 };
        (piece.source + piece.whole().unwrap_or(prose - piece.prose)) as usize
    }

    fn start_of(&self, prose: u32) -> usize {
        let after = self.pieces.partition_point(|piece| piece.prose <= prose);
        let Some(piece) = after.checked_sub(1).map(|i| self.pieces[i]) else { return 0 };
        match piece.whole() {
            None => (piece.source + (prose - piece.prose)) as usize,
            Some(_) => piece.source as usize,
        }
    }

    /// Adds a run: from `prose` on, the prose equals the source from `source` on, byte for byte.
    pub(super) fn verbatim(&mut self, prose: usize, source: usize) {
        let (prose, source) = (prose as u32, source as u32);
        match self.pieces.last() {
            Some(last) if last.whole().is_none() && last.source + (prose - last.prose) == source => {}
            _ => self.pieces.push(MappedRun { prose, source, length: VERBATIM }),
        }
    }

    /// Adds a run: from `prose` on, the prose replaces the source range as a whole.
    pub(super) fn whole(&mut self, prose: usize, source: Range<usize>) {
        let length = source.len() as u32;
        self.pieces.push(MappedRun { prose: prose as u32, source: source.start as u32, length });
    }

    /// The source end of the last run, if it replaces a range as a whole.
    pub(super) fn last_whole_end(&self) -> Option<usize> {
        self.pieces.last().and_then(|last| Some((last.source + last.whole()?) as usize))
    }

    /// Extends the source of the last run to `end`, if that run replaces a range as a whole.
    pub(super) fn stretch(&mut self, end: usize) {
        if let Some(last) = self.pieces.last_mut().filter(|last| last.whole().is_some()) {
            last.length = last.length.max((end as u32).saturating_sub(last.source));
        }
    }

    /// Removes the prose from `prose` on.
    pub(super) fn truncate(&mut self, prose: usize) {
        while self.pieces.last().is_some_and(|last| last.prose as usize >= prose) {
            self.pieces.pop();
        }
    }

    /// Removes the prose from `prose` on and returns it as a map that starts at 0.
    pub(super) fn split_off(&mut self, prose: usize) -> Self {
        let at = self.pieces.partition_point(|piece| (piece.prose as usize) < prose);
        let mut pieces = self.pieces.split_off(at);
        for piece in &mut pieces {
            piece.prose -= prose as u32;
        }
        Self { pieces }
    }

    /// Appends another map, from `prose` on.
    pub(super) fn append(&mut self, prose: usize, other: &Self) {
        let moved = other.pieces.iter().map(|piece| MappedRun { prose: piece.prose + prose as u32, ..*piece });
        self.pieces.extend(moved);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A map for five bytes of prose: `ab` and `cd` verbatim, and between them an entity of six bytes that becomes one byte.
    fn map() -> SourceMap {
        let mut map = SourceMap::default();
        map.verbatim(0, 10);
        map.verbatim(1, 11);
        map.whole(2, 12..18);
        map.verbatim(3, 18);
        map
    }

    #[test]
    fn adjacent_verbatim_runs_are_joined() {
        assert_eq!(map().pieces.len(), 3);
    }

    #[test]
    fn span_ends_with_the_source_of_the_last_character() {
        for (prose, source) in [(0..2, 10..12), (1..3, 11..18), (2..3, 12..18), (2..5, 12..20), (3..3, 18..18)] {
            assert_eq!(map().span(prose.clone(), 5), Span::new(source.start, source.end), "{prose:?}");
        }
    }

    #[test]
    fn markup_between_runs_splits_the_sources() {
        let mut map = map();
        map.verbatim(5, 22);
        assert_eq!(map.sources(7), [Span::new(10, 20), Span::new(22, 24)]);
        for (prose, unbroken) in [(0..5, true), (1..3, true), (4..6, false), (5..7, true), (0..7, false)] {
            assert_eq!(map.is_unbroken(prose.clone()), unbroken, "{prose:?}");
        }
        assert!(SourceMap::default().is_unbroken(0..1));
    }

    #[test]
    fn only_text_copied_from_the_source_is_verbatim() {
        assert!(map().is_verbatim(0..2) && map().is_verbatim(3..5));
        assert!(!map().is_verbatim(1..3) && !map().is_verbatim(2..3));
    }

    #[test]
    fn split_off_prose_can_be_appended_at_another_offset() {
        let mut map = map();
        let tail = map.split_off(2);
        map.append(4, &tail);
        assert_eq!(map.span(4..5, 7), Span::new(12, 18));
        assert_eq!(map.span(5..7, 7), Span::new(18, 20));
    }
}
