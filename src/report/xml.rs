//! Escaped text and attributes for the XML formats.

use super::sanitize;
use quick_xml::escape::escape;
use quick_xml::events::BytesText;
use quick_xml::events::attributes::Attribute;
use std::borrow::Cow;

/// An attribute whose text is escaped and harmless in a log.
pub(super) fn attribute<'a>(name: &'a str, text: &'a str) -> Attribute<'a> {
    let mut attribute = Attribute::from((name, text));
    attribute.value = harmless(attribute.value);
    attribute
}

/// Text between tags, escaped and harmless in a log.
pub(super) fn escaped_text(text: &str) -> BytesText<'_> {
    BytesText::from_escaped(harmless(escape(text)))
}

/// Escapes commands to CI runners in escaped XML.
fn harmless(escaped: Cow<'_, str>) -> Cow<'_, str> {
    match sanitize::escape_xml(&escaped) {
        Cow::Borrowed(_) => escaped,
        Cow::Owned(disarmed) => Cow::Owned(disarmed),
    }
}
