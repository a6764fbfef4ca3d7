//! `Edm.Binary`.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, DerefMut};

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose};

use crate::model::{Event, Fault, View, Wire};

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::RequireNone)
    .with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// Bytes, base64 on the wire.
///
/// Both alphabets are read, however they are padded, and bits left over at the end are dropped: an
/// answer is not refused for that. What came goes back out as it came; once changed, and made in
/// Rust, bytes are written in the standard alphabet, padded. `Debug` tells the length only.
///
/// ```
/// use docmill_runtime::Binary;
///
/// let mut bytes: Binary = serde_json::from_str(r#""-_8""#)?;
/// assert_eq!(*bytes, [0xfb, 0xff]);
/// assert_eq!(bytes, Binary::from(vec![0xfb, 0xff]));
/// assert_eq!(serde_json::to_string(&bytes)?, r#""-_8""#);
/// bytes[1] = 0xfe;
/// assert_eq!(serde_json::to_string(&bytes)?, r#""+/4=""#);
/// assert_eq!(bytes.into_vec(), [0xfb, 0xfe]);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Binary {
    bytes: Vec<u8>,
    /// As they came, where they would be written otherwise.
    text: Option<Box<str>>,
}

impl Binary {
    /// The bytes.
    pub fn into_vec(self) -> Vec<u8> {
        self.bytes
    }
}

impl Deref for Binary {
    type Target = Vec<u8>;

    fn deref(&self) -> &Self::Target {
        &self.bytes
    }
}

impl DerefMut for Binary {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.text = None;
        &mut self.bytes
    }
}

impl From<Vec<u8>> for Binary {
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes, text: None }
    }
}

impl From<&[u8]> for Binary {
    fn from(bytes: &[u8]) -> Self {
        bytes.to_vec().into()
    }
}

impl PartialEq for Binary {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for Binary {}

impl Hash for Binary {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bytes.hash(state);
    }
}

impl fmt::Debug for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Binary({} bytes)", self.bytes.len())
    }
}

impl Wire for Binary {
    fn read(event: Event<'_>) -> Result<Self, Fault> {
        let Event::Str(text) = event else {
            return Err(event.unexpected("base64"));
        };
        // Takes nothing but what it would write.
        if let Ok(bytes) = general_purpose::STANDARD.decode(text) {
            return Ok(bytes.into());
        }
        let engine = if text.contains(['-', '_']) { &URL_SAFE } else { &STANDARD };
        let bytes = engine.decode(text.trim_end_matches('='));
        let bytes = bytes.map_err(|_| Fault::new("expected base64"))?;
        Ok(Self { bytes, text: Some(text.into()) })
    }

    fn view(&self) -> View<'_> {
        match &self.text {
            Some(text) => View::Str(text),
            None => View::Text(general_purpose::STANDARD.encode(&self.bytes)),
        }
    }
}

crate::impl_serde!(Binary);
