//! Credentials of the Azure SDK.

use std::fmt;
use std::sync::Arc;

use azure_core::credentials::TokenCredential;
use futures_core::future::BoxFuture;
use jiff::Timestamp;

use super::{AccessToken, TokenProvider, TokenRequest};
use crate::error::Error;

/// Tokens of a credential from the crate `azure_identity`; needs the feature `azure` of this crate,
/// which a generated one has as its own.
///
/// Put it into [`CachedTokens`](crate::CachedTokens): not every credential keeps its tokens.
///
/// ```
/// use azure_core::credentials::TokenCredential;
/// use docmill_runtime::{AzureTokens, CachedTokens, Client, Error};
/// use std::sync::Arc;
///
/// /// The credential is `azure_identity::DeveloperToolsCredential::new(None)?`, say.
/// fn client(credential: Arc<dyn TokenCredential>) -> Result<Client, Error> {
///     let tokens = AzureTokens::new(credential).scopes(["https://graph.microsoft.com/.default"]);
///     Client::builder("https://graph.microsoft.com/beta")
///         .token_provider(CachedTokens::new(tokens))
///         .build()
/// }
/// ```
#[derive(Clone)]
pub struct AzureTokens {
    credential: Arc<dyn TokenCredential>,
    scopes: Option<Vec<String>>,
}

impl AzureTokens {
    /// Asks this credential for the default scope of the client's origin, such as
    /// `https://graph.microsoft.com/.default`.
    pub fn new(credential: Arc<dyn TokenCredential>) -> Self {
        Self { credential, scopes: None }
    }

    /// Asks for these scopes instead.
    #[must_use]
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }
}

impl TokenProvider for AzureTokens {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<Option<AccessToken>, Error>> {
        Box::pin(async move {
            let default = format!("{}/.default", request.origin);
            let scopes: Vec<&str> = match &self.scopes {
                Some(scopes) => scopes.iter().map(String::as_str).collect(),
                None => vec![&default],
            };
            let token = self.credential.get_token(&scopes, None).await;
            let token = token
                .map_err(|error| Error::token("the credential gave no token").caused_by(error))?;
            let expires = Timestamp::from_second(token.expires_on.unix_timestamp())
                .map_err(|_| Error::token("the credential's token has no usable expiry"))?;
            Ok(Some(AccessToken::new(token.token.secret()).expiring(expires)))
        })
    }
}

impl fmt::Debug for AzureTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AzureTokens").field("scopes", &self.scopes).finish_non_exhaustive()
    }
}
