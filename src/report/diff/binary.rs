//! Git's binary form of a patch: both states of a file, compressed and written with letters, digits and signs.

use sha1::{Digest as _, Sha1};
use std::fmt::Write as _;

/// Git's digits in base 85.
const DIGITS: &[u8; 85] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";

/// Bytes that a line holds, at most: its first letter says how many.
const LINE: usize = 52;

/// As well as it can be compressed; text of a megabyte takes some 50 ms.
const LEVEL: u8 = 9;

/// The part of a patch below the line that names the file. The names of both states are those of a repository with SHA-1.
pub(super) fn patch(before: &[u8], after: &[u8]) -> String {
    let mut patch = format!("index {}..{}\nGIT binary patch\n", object_name(before), object_name(after));
    for state in [after, before] {
        let _ = writeln!(patch, "literal {}", state.len());
        for bytes in miniz_oxide::deflate::compress_to_vec_zlib(state, LEVEL).chunks(LINE) {
            push_line(&mut patch, bytes);
        }
        patch.push('\n');
    }
    patch
}

/// What git calls a file with this content.
fn object_name(content: &[u8]) -> String {
    let sum = Sha1::new().chain_update(format!("blob {}\0", content.len())).chain_update(content).finalize();
    sum.iter().fold(String::new(), |mut name, byte| {
        let _ = write!(name, "{byte:02x}");
        name
    })
}

/// A line with the number of its bytes, and five digits for each four of them.
fn push_line(patch: &mut String, bytes: &[u8]) {
    let count = bytes.len() as u8;
    patch.push(char::from(if count <= 26 { b'A' + count - 1 } else { b'a' + count - 27 }));
    for four in bytes.chunks(4) {
        let mut number =
            four.iter().fold(0_u32, |number, &byte| number << 8 | u32::from(byte)) << (8 * (4 - four.len()));
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
    fn files_have_the_names_that_git_gives_them() {
        assert_eq!(object_name(b""), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
        assert_eq!(object_name(b"hello\n"), "ce013625030ba8dba906f756967f9e9ca394464a");
    }

    #[test]
    fn a_line_says_how_long_it_is() {
        let line = |bytes: &[u8]| {
            let mut line = String::new();
            push_line(&mut line, bytes);
            line
        };
        assert_eq!(line(b"\0"), "A00000\n");
        assert_eq!(line(b"\xff\xff\xff\xff\xff"), "E|NsC0{{R30\n");
        assert!(
            line(&[7; 26]).starts_with('Z') && line(&[7; 27]).starts_with('a') && line(&[7; LINE]).starts_with('z')
        );
    }
}
