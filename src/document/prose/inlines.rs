//! Links, emphasis and other inlines that are open.

use super::{MAX_OPEN_INLINES, OpenInline, Prose};
use crate::document::{Inline, InlineKind};
use std::ops::Range;

impl Prose<'_> {
    /// A place in the prose that has a role and no text.
    pub(in crate::document) fn mark(&mut self, source: &Range<usize>, kind: InlineKind) {
        self.touch(source);
        if source.start >= self.consumed {
            let at = self.text.len() as u32;
            self.inlines.push(Inline { kind, prose: at..at });
        }
    }

    /// From here on, text has a role.
    pub(in crate::document) fn open_inline(&mut self, kind: InlineKind) {
        if self.open_inlines.len() < MAX_OPEN_INLINES {
            self.open_inlines.push(OpenInline { kind, inline: None, goes_on: false });
            self.unplaced = true;
        }
    }

    /// Up to here, text had the role that was opened last of its kind.
    pub(in crate::document) fn close_inline(&mut self, is: fn(&InlineKind) -> bool) {
        let Some(i) = self.open_inlines.iter().rposition(|open_inline| is(&open_inline.kind)) else { return };
        if let Some(inline) = self.open_inlines.remove(i).inline {
            self.inlines[inline].prose.end = self.text.len() as u32;
        }
    }

    /// Up to here, text had all the roles that are still open.
    pub(in crate::document) fn close_inlines(&mut self) {
        while !self.open_inlines.is_empty() {
            self.close_inline(|_| true);
        }
    }
}
