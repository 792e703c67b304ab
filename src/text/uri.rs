//! Percent-encoding of paths in URIs.

use std::fmt::Write as _;

/// Appends a path to a URI. Everything but slashes and the unreserved characters of RFC 3986 is percent-encoded.
pub(crate) fn push_encoded_path(uri: &mut String, path: &str) {
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
}
