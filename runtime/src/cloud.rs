//! Microsoft's clouds: the same service at other addresses.

/// A cloud of Microsoft's. Accounts, data and addresses of one are unknown to the others.
///
/// From Microsoft's page "National cloud deployments".
///
/// ```
/// use docmill_runtime::{Client, Cloud, StaticToken};
///
/// let base = Cloud::China.base_url("https://graph.microsoft.com/beta");
/// assert_eq!(base, "https://microsoftgraph.chinacloudapi.cn/beta");
/// assert_eq!(Cloud::China.graph(), "https://microsoftgraph.chinacloudapi.cn");
/// let client = Client::new(&base, StaticToken::new("of that cloud's authority"))?;
/// # drop(client);
/// # Ok::<(), docmill_runtime::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cloud {
    /// The public cloud, everywhere that is not elsewhere.
    #[default]
    Public,
    /// US Government, level 4, also called GCC High.
    UsGovernment,
    /// US Government, level 5 (Department of Defense).
    UsGovernmentDod,
    /// China, operated by 21Vianet.
    China,
}

impl Cloud {
    /// All of them.
    pub const ALL: [Self; 4] =
        [Self::Public, Self::UsGovernment, Self::UsGovernmentDod, Self::China];

    /// Where Microsoft Graph is: scheme and host.
    pub const fn graph(self) -> &'static str {
        match self {
            Self::Public => "https://graph.microsoft.com",
            Self::UsGovernment => "https://graph.microsoft.us",
            Self::UsGovernmentDod => "https://dod-graph.microsoft.us",
            Self::China => "https://microsoftgraph.chinacloudapi.cn",
        }
    }

    /// Where tokens for it come from: scheme and host.
    ///
    /// ```
    /// # use docmill_runtime::Cloud;
    /// assert_eq!(Cloud::UsGovernment.authority(), "https://login.microsoftonline.us");
    /// ```
    pub const fn authority(self) -> &'static str {
        match self {
            Self::Public => "https://login.microsoftonline.com",
            Self::UsGovernment | Self::UsGovernmentDod => "https://login.microsoftonline.us",
            Self::China => "https://login.chinacloudapi.cn",
        }
    }

    /// The base URL of a generated client, moved to this cloud: its path stays. A base URL of
    /// another service than Graph stays as it is.
    pub fn base_url(self, base_url: &str) -> String {
        let path = Self::ALL.into_iter().find_map(|cloud| {
            base_url
                .strip_prefix(cloud.graph())
                .filter(|path| path.is_empty() || path.starts_with('/'))
        });
        path.map_or_else(|| base_url.to_owned(), |path| format!("{}{path}", self.graph()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_moves_and_its_path_stays() {
        for from in Cloud::ALL {
            for to in Cloud::ALL {
                for path in ["", "/", "/v1.0", "/beta/"] {
                    let moved = to.base_url(&format!("{}{path}", from.graph()));
                    assert_eq!(moved, format!("{}{path}", to.graph()));
                    assert!(url::Url::parse(&moved).is_ok_and(|url| url.scheme() == "https"));
                }
            }
        }
        for other in ["https://graph.microsoft.com.evil.example/v1.0", "https://api.example/v2"] {
            assert_eq!(Cloud::China.base_url(other), other);
        }
    }
}
