//! Typed indices: offsets into the prose of a draft, numbers of tokens and of sentences, and ranges of them.

use std::fmt;
use std::iter::FusedIterator;
use std::marker::PhantomData;
use std::ops::{Add, AddAssign, Range, Sub, SubAssign};

/// A 32-bit index that cannot be mixed up with one of another kind.
pub trait TypedIndex: Copy + Ord {
    /// Makes an index from its number.
    fn from_number(number: u32) -> Self;

    /// The number of the index.
    fn number(self) -> u32;
}

macro_rules! typed_index {
    ($(#[$doc:meta])* $name:ident, $(#[$range_doc:meta])* $range:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(u32);

        $(#[$range_doc])*
        pub type $range = IndexRange<$name>;

        impl $name {
            /// The first index.
            pub const ZERO: Self = Self(0);

            /// Makes an index from its number.
            #[must_use]
            #[inline]
            pub const fn new(number: u32) -> Self {
                Self(number)
            }

            /// Makes an index from a length or a position in memory. Drafts are short enough for 32 bits.
            #[must_use]
            #[inline]
            pub const fn from_usize(number: usize) -> Self {
                Self(number as u32)
            }

            /// The number of the index.
            #[must_use]
            #[inline]
            pub const fn get(self) -> u32 {
                self.0
            }

            /// The number of the index, for access to a slice.
            #[must_use]
            #[inline]
            pub const fn index(self) -> usize {
                self.0 as usize
            }

            /// The range from this index up to `end`, without `end`.
            #[must_use]
            #[inline]
            pub const fn until(self, end: Self) -> $range {
                IndexRange { start: self, end }
            }

            /// The index `count` before this one; `None` if there is none.
            #[must_use]
            #[inline]
            pub fn checked_sub(self, count: u32) -> Option<Self> {
                self.0.checked_sub(count).map(Self)
            }

            /// The number of indices from `start` to this one; `None` if `start` is after it.
            #[must_use]
            #[inline]
            pub const fn distance_from(self, start: Self) -> Option<u32> {
                self.0.checked_sub(start.0)
            }

            /// The number of indices between two, whichever comes first.
            #[must_use]
            #[inline]
            pub const fn abs_diff(self, other: Self) -> u32 {
                self.0.abs_diff(other.0)
            }

            /// The index `count` before this one, or the first index.
            #[must_use]
            #[inline]
            pub const fn saturating_sub(self, count: u32) -> Self {
                Self(self.0.saturating_sub(count))
            }
        }

        impl TypedIndex for $name {
            #[inline]
            fn from_number(number: u32) -> Self {
                Self(number)
            }

            #[inline]
            fn number(self) -> u32 {
                self.0
            }
        }

        impl Add<u32> for $name {
            type Output = Self;

            #[inline]
            fn add(self, count: u32) -> Self {
                Self(self.0 + count)
            }
        }

        impl AddAssign<u32> for $name {
            #[inline]
            fn add_assign(&mut self, count: u32) {
                self.0 += count;
            }
        }

        impl Sub<u32> for $name {
            type Output = Self;

            #[inline]
            fn sub(self, count: u32) -> Self {
                Self(self.0 - count)
            }
        }

        impl SubAssign<u32> for $name {
            #[inline]
            fn sub_assign(&mut self, count: u32) {
                self.0 -= count;
            }
        }

        /// The distance between two indices.
        impl Sub for $name {
            type Output = u32;

            #[inline]
            fn sub(self, start: Self) -> u32 {
                self.0 - start.0
            }
        }
    };
}

typed_index!(
    /// A byte offset into [`Document::prose`](crate::document::Document::prose).
    ProseOffset,
    /// A range of bytes of [`Document::prose`](crate::document::Document::prose).
    ProseRange
);

typed_index!(
    /// The index of a token in [`Language::tokens`](crate::language::Language::tokens).
    TokenIdx,
    /// A range of [`Language::tokens`](crate::language::Language::tokens).
    TokenRange
);

typed_index!(
    /// The index of a sentence in [`Language::sentences`](crate::language::Language::sentences).
    SentenceIdx,
    /// A range of [`Language::sentences`](crate::language::Language::sentences).
    SentenceRange
);

/// A half-open range of indices of one kind. It is empty if it ends before it starts.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IndexRange<I> {
    /// The first index.
    pub start: I,
    /// The index after the last one.
    pub end: I,
}

impl<I: TypedIndex> IndexRange<I> {
    /// The range of the first `len` indices.
    #[must_use]
    #[inline]
    pub fn with_len(len: usize) -> Self {
        Self { start: I::from_number(0), end: I::from_number(len as u32) }
    }

    /// The number of indices in the range.
    #[must_use]
    #[inline]
    pub fn len(self) -> usize {
        self.end.number().saturating_sub(self.start.number()) as usize
    }

    /// Whether no index is in the range.
    #[must_use]
    #[inline]
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether an index is in the range.
    #[must_use]
    #[inline]
    pub fn contains(self, index: I) -> bool {
        self.start <= index && index < self.end
    }

    /// Whether the two ranges share an index. An empty range overlaps one that it is strictly inside of.
    #[must_use]
    #[inline]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The indices in the range, in order. The compiler knows their number in advance, unlike that of an [`IndexIter`].
    #[inline]
    pub fn iter(self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + FusedIterator + Clone {
        (self.start.number()..self.end.number()).map(I::from_number)
    }

    /// Converts the range for slicing.
    #[must_use]
    #[inline]
    pub fn range(self) -> Range<usize> {
        self.start.number() as usize..self.end.number() as usize
    }
}

impl<I: TypedIndex> From<Range<u32>> for IndexRange<I> {
    #[inline]
    fn from(range: Range<u32>) -> Self {
        Self { start: I::from_number(range.start), end: I::from_number(range.end) }
    }
}

impl<I: TypedIndex> fmt::Debug for IndexRange<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.start.number()..self.end.number()).fmt(f)
    }
}

impl<I: TypedIndex> IntoIterator for IndexRange<I> {
    type Item = I;
    type IntoIter = IndexIter<I>;

    #[inline]
    fn into_iter(self) -> IndexIter<I> {
        IndexIter { numbers: self.start.number()..self.end.number(), kind: PhantomData }
    }
}

/// An iterator over the indices of an [`IndexRange`].
#[derive(Clone, Debug)]
pub struct IndexIter<I> {
    numbers: Range<u32>,
    kind: PhantomData<I>,
}

impl<I: TypedIndex> Iterator for IndexIter<I> {
    type Item = I;

    #[inline]
    fn next(&mut self) -> Option<I> {
        self.numbers.next().map(I::from_number)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.numbers.size_hint()
    }
}

impl<I: TypedIndex> DoubleEndedIterator for IndexIter<I> {
    #[inline]
    fn next_back(&mut self) -> Option<I> {
        self.numbers.next_back().map(I::from_number)
    }
}

impl<I: TypedIndex> ExactSizeIterator for IndexIter<I> {}

impl<I: TypedIndex> FusedIterator for IndexIter<I> {}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(range: Range<u32>) -> TokenRange {
        range.into()
    }

    #[test]
    fn ranges_give_their_indices_in_both_directions() {
        let numbers = |indices: &mut dyn Iterator<Item = TokenIdx>| indices.map(TokenIdx::get).collect::<Vec<_>>();
        assert_eq!(numbers(&mut tokens(2..5).iter()), [2, 3, 4]);
        assert_eq!(numbers(&mut tokens(2..5).iter().rev()), [4, 3, 2]);
        assert_eq!(numbers(&mut tokens(2..5).into_iter()), [2, 3, 4]);
        assert_eq!(numbers(&mut tokens(2..5).into_iter().rev()), [4, 3, 2]);
        assert_eq!([tokens(2..5).iter().len(), tokens(2..5).into_iter().len(), tokens(2..5).len()], [3; 3]);
        assert_eq!(TokenRange::with_len(3), tokens(0..3));
        assert_eq!(format!("{:?}", tokens(2..5)), "2..5");
    }

    #[test]
    fn a_range_that_ends_before_it_starts_is_empty() {
        for range in [tokens(3..3), TokenIdx::new(5).until(TokenIdx::new(3))] {
            assert!(range.is_empty() && range.iter().next().is_none(), "{range:?}");
            assert!(!range.contains(range.start), "{range:?}");
            assert_eq!(range.len(), 0, "{range:?}");
        }
    }

    #[test]
    fn ranges_overlap_if_they_share_an_index() {
        for (one, other, expected) in
            [(0..2, 1..3, true), (0..2, 2..3, false), (0..4, 1..2, true), (0..4, 2..2, true), (0..4, 4..4, false)]
        {
            let (one, other) = (tokens(one), tokens(other));
            assert_eq!((one.overlaps(other), other.overlaps(one)), (expected, expected), "{one:?} and {other:?}");
        }
        assert!(tokens(2..4).contains(TokenIdx::new(3)) && !tokens(2..4).contains(TokenIdx::new(4)));
    }

    #[test]
    fn indices_move_by_counts_and_differ_by_counts() {
        let at = ProseOffset::new(4);
        assert_eq!((at + 2) - at, 2);
        assert_eq!(at - 1, ProseOffset::new(3));
        assert_eq!((at.checked_sub(4), at.checked_sub(5)), (Some(ProseOffset::ZERO), None));
        assert_eq!(at.saturating_sub(9), ProseOffset::ZERO);
        assert_eq!((at.distance_from(at - 3), (at - 3).distance_from(at)), (Some(3), None));
        assert_eq!((at.abs_diff(at - 3), (at - 3).abs_diff(at)), (3, 3));
        let mut moved = at;
        moved += 3;
        moved -= 1;
        assert_eq!(at.until(moved), ProseRange::from(4..6));
        assert_eq!(&"The gate is shut"[at.until(ProseOffset::from_usize(8)).range()], "gate");
        assert_eq!(at.index(), 4);
    }
}
