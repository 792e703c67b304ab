//! Invisible characters. The parser leaves them out, reports show replacements for them, and the reason of a suppression needs at
//! least one other character.

/// Whether a character is invisible: a control (`Cc`) that neither ends nor indents a line, or a code point with the property
/// `Default_Ignorable_Code_Point`.
///
/// A terminal, an editor or a browser may still draw a space for some of them, such as the Hangul fillers.
pub(crate) fn shows_nothing(c: char) -> bool {
    match c {
        // A shortcut: most text has no other characters.
        ' '..='~' | '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' => false,
        c => c.is_control() || is_default_ignorable(c),
    }
}

/// `Default_Ignorable_Code_Point` of Unicode 14, as Perl 5.36 prints it:
/// `perl -e 'for (0..0x10ffff) { printf "%X\n", $_ if chr =~ /\p{DI}/ }'`.
/// It includes unassigned code points, which Unicode reserves for further such characters.
fn is_default_ignorable(c: char) -> bool {
    matches!(c,
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fff8}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_except_line_ends_and_ignorable_characters_show_nothing() {
        let all = || (0..=0x0010_ffff).filter_map(char::from_u32);
        // 4,174 code points are ignorable by default; of the 65 controls six end or indent a line.
        assert_eq!(all().filter(|&c| is_default_ignorable(c)).count(), 4174);
        assert_eq!(all().filter(|&c| shows_nothing(c)).count(), 4174 + 65 - 6);
        assert!("Aé0’–…\u{a0}\u{3000}".chars().all(|c| !shows_nothing(c)));
    }
}
