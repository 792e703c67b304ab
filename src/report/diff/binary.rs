//! Git's binary form of a patch: both states of a file, compressed and encoded in base 85.

use sha1::{Digest as _, Sha1};
use std::fmt::Write as _;

/// The digits of git's base 85.
const DIGITS: &[u8; 85] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";

/// The most bytes that a line encodes; the first letter of the line is their number.
const MAX_LINE_BYTES: usize = 52;

/// The compression level: the best one. A megabyte of text takes about 50 ms.
const COMPRESSION_LEVEL: u8 = 9;

/// The part of a patch after the line with the file names. The object names are those of a SHA-1 repository.
pub(super) fn patch(before: &[u8], after: &[u8]) -> String {
    let mut patch = format!("index {}..{}\nGIT binary patch\n", object_name(before), object_name(after));
    for state in [after, before] {
        let _ = writeln!(patch, "literal {}", state.len());
        for bytes in miniz_oxide::deflate::compress_to_vec_zlib(state, COMPRESSION_LEVEL).chunks(MAX_LINE_BYTES) {
            push_line(&mut patch, bytes);
        }
        patch.push('\n');
    }
    patch
}

/// Git's object name (SHA-1, in hexadecimal) of a file with this content.
fn object_name(content: &[u8]) -> String {
    let digest = Sha1::new().chain_update(format!("blob {}\0", content.len())).chain_update(content).finalize();
    digest.iter().fold(String::new(), |mut name, byte| {
        let _ = write!(name, "{byte:02x}");
        name
    })
}

/// Appends a line: a letter for the number of bytes, then five digits for each four bytes.
fn push_line(patch: &mut String, bytes: &[u8]) {
    let count = bytes.len() as u8;
    patch.push(char::from(if count <= 26 { b'A' + count - 1 } else { b'a' + count - 27 }));
    for chunk in bytes.chunks(4) {
        let mut number =
            chunk.iter().fold(0_u32, |number, &byte| number << 8 | u32::from(byte)) << (8 * (4 - chunk.len()));
        let mut digits = [0; 5];
        for digit in digits.iter_mut().rev() {
            *digit = DIGITS[number as usize % DIGITS.len()];
            number /= DIGITS.len() as u32;
        }
        patch.extend(digits.map(char::from));
    }
    patch.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn object_names_are_those_of_git() {
        assert_eq!(object_name(b""), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
        assert_eq!(object_name(b"hello\n"), "ce013625030ba8dba906f756967f9e9ca394464a");
    }

    #[test]
    fn line_begins_with_its_length() {
        let line = |bytes: &[u8]| {
            let mut line = String::new();
            push_line(&mut line, bytes);
            line
        };
        assert_eq!(line(b"\0"), "A00000\n");
        assert_eq!(line(b"\xff\xff\xff\xff\xff"), "E|NsC0{{R30\n");
        assert!(
            line(&[7; 26]).starts_with('Z')
                && line(&[7; 27]).starts_with('a')
                && line(&[7; MAX_LINE_BYTES]).starts_with('z')
        );
    }
}
