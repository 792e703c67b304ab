//! Opens and closes links, emphasis and other inlines.

use super::{MAX_OPEN_INLINES, OpenInline, ProseBuilder};
use crate::document::{Inline, InlineKind};
use crate::text::ProseOffset;
use std::ops::Range;

impl ProseBuilder<'_> {
    /// Adds an inline without text.
    pub(in crate::document) fn push_empty_inline(&mut self, source: &Range<usize>, kind: InlineKind) {
        self.include_markup(source);
        if source.start >= self.consumed {
            let at = ProseOffset::from_usize(self.text.len());
            self.inlines.push(Inline { kind, prose: at.until(at) });
        }
    }

    /// Opens an inline. It is placed when the next text comes.
    pub(in crate::document) fn open_inline(&mut self, kind: InlineKind) {
        if self.open_inlines.len() < MAX_OPEN_INLINES {
            self.open_inlines.push(OpenInline { kind, inline: None, is_continuation: false });
            self.has_unplaced_inlines = true;
        }
    }

    /// Closes the last opened inline for which `is` is true.
    pub(in crate::document) fn close_inline(&mut self, is: fn(&InlineKind) -> bool) {
        let Some(i) = self.open_inlines.iter().rposition(|open_inline| is(&open_inline.kind)) else { return };
        if let Some(inline) = self.open_inlines.remove(i).inline {
            self.inlines[inline].prose.end = ProseOffset::from_usize(self.text.len());
        }
    }

    /// Closes all open inlines.
    pub(in crate::document) fn close_inlines(&mut self) {
        while !self.open_inlines.is_empty() {
            self.close_inline(|_| true);
        }
    }
}
