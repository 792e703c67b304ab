//! The analysis of a draft, which all rules and reports share: its language, its attributions and the source of each sentence.
//! Knows no rules.

use crate::attribution::{Attributions, NewsroomNames, ScratchPool};
use crate::cancel::{Cancel, Cancelled};
use crate::document::Document;
use crate::language::{Language, Lexicon, Tokens};
use crate::sourcing::SourcingReport;
use crate::statements::{Coverage, Covered};
use crate::text::Span;
use std::sync::OnceLock;

/// The analysis of a draft.
#[derive(Debug)]
pub struct DraftAnalysis {
    /// Tokens, sentences and quotations.
    pub language: Language,
    /// Attributions and speakers; none if the draft is not in English.
    pub attributions: Attributions,
    /// The language of a draft that is not in English.
    pub not_english: Option<OtherLanguage>,
    coverage: Coverage,
    sourcing: OnceLock<SourcingReport>,
}

/// A language other than English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OtherLanguage {
    /// A language that was recognised by the draft's words, as its English name.
    Detected(String),
    /// A language that the draft or the configuration declares, as its tag.
    Declared(String),
}

impl OtherLanguage {
    /// Returns the English name or the tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Detected(name) => name,
            Self::Declared(tag) => tag,
        }
    }
}

impl DraftAnalysis {
    /// Analyzes a draft, unless `cancel` is raised before the end. `tag` is the language that the draft or the configuration
    /// declares.
    pub(crate) fn analyze(
        document: &Document,
        lexicon: &Lexicon,
        newsroom_names: &NewsroomNames,
        scratch: &ScratchPool,
        tag: Option<&String>,
        cancel: &Cancel,
    ) -> Result<Self, Cancelled> {
        let language = Language::read_unless_cancelled(document, lexicon, cancel)?;
        let not_english = match tag {
            Some(tag) => (!is_english(tag)).then(|| OtherLanguage::Declared(tag.clone())),
            None => language.foreign(document, lexicon).map(|name| OtherLanguage::Detected(name.to_owned())),
        };
        let attributions = match not_english {
            Some(_) => Attributions::default(),
            None => Attributions::read_by(document, &language, lexicon, newsroom_names, scratch, cancel)?,
        };
        let coverage = Coverage::new(&Tokens::new(document, &language, lexicon), &attributions);
        Ok(Self { language, attributions, not_english, coverage, sourcing: OnceLock::new() })
    }

    /// Returns a view of the tokens, the attributions and the coverage of sentences. `document` and `lexicon` must be those
    /// that were analyzed.
    pub(crate) fn view<'a>(&'a self, document: &'a Document, lexicon: &'a Lexicon) -> Covered<'a> {
        Covered {
            tokens: Tokens::new(document, &self.language, lexicon),
            attributions: &self.attributions,
            coverage: &self.coverage,
        }
    }

    /// Returns the source of each passage, which is computed on first use.
    pub(crate) fn sourcing(&self, document: &Document, lexicon: &Lexicon) -> &SourcingReport {
        self.sourcing.get_or_init(|| SourcingReport::new(document, &self.view(document, lexicon)))
    }

    /// Returns the outlets that are credited within a span of the draft, except the newsroom's own outlets and its partners.
    /// Each entry is the outlet's name in the word lists, followed by the draft's words if they differ.
    #[must_use]
    pub fn outlets(&self, document: &Document, within: Span) -> Vec<Vec<String>> {
        let Self { language, attributions, .. } = self;
        let credited = attributions.attributions.iter().filter(|attribution| !attribution.own);
        let credited = credited.filter_map(|attribution| Some((attribution.outlet()?, attribution.outlet_at()?)));
        let newsgathering = attributions.gathered.iter().map(|item| (item.name.as_str(), item.outlet));
        let mut outlets: Vec<Vec<String>> = Vec::new();
        for (name, tokens) in credited.chain(newsgathering) {
            let prose = language.prose(tokens);
            if document.span(prose).overlaps(within) {
                let mut names = vec![name.to_owned(), document.text(prose).to_owned()];
                names.dedup();
                outlets.push(names);
            }
        }
        outlets.dedup();
        outlets
    }
}

/// Whether a language tag means English; an empty one does.
fn is_english(tag: &str) -> bool {
    let tag = tag.trim().to_ascii_lowercase();
    tag.is_empty() || tag == "english" || tag == "en" || tag.starts_with("en-") || tag.starts_with("en_")
}
