//! Escapes words of a draft for a page: browsers show them as text and never as markup.

use crate::report::sanitize::visible;
use std::fmt::{self, Display, Formatter};

/// Text between tags or in a quoted attribute. Control characters and characters that reorder text become visible signs.
pub(super) struct EscapedText<T: AsRef<str>>(pub(super) T);

impl<T: AsRef<str>> Display for EscapedText<T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;
        for c in self.0.as_ref().chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                '\n' | '\r' | '\t' => f.write_char(' ')?,
                // The placeholder for markup has no text.
                '\u{fffc}' => f.write_char('▢')?,
                c => f.write_char(visible(c))?,
            }
        }
        Ok(())
    }
}

/// The address if a page may link to it: only `http` and `https`.
pub(super) fn web_address(address: &str) -> Option<&str> {
    let scheme = address.split_once("://")?.0;
    (scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")).then_some(address)
}
