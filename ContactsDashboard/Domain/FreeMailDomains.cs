using System.Collections.Frozen;

namespace ContactsDashboard.Domain;

/// <summary>Domains under which unrelated people have their mailboxes: blocking one stops far more than one correspondent.</summary>
public static class FreeMailDomains
{
    private static readonly FrozenSet<string> Known = FrozenSet.ToFrozenSet(
    [
        "163.com", "126.com", "aol.com", "bigpond.com", "bol.com.br", "btinternet.com", "comcast.net", "docomo.ne.jp", "email.cz", "fastmail.com",
        "free.fr", "freenet.de", "gmail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.net", "googlemail.com", "hey.com", "hotmail.co.uk",
        "hotmail.com", "hotmail.de", "hotmail.es", "hotmail.fr", "hotmail.it", "hushmail.com", "icloud.com", "inbox.ru", "interia.pl", "laposte.net",
        "libero.it", "list.ru", "live.co.uk", "live.com", "live.fr", "live.nl", "mac.com", "mail.com", "mail.ru", "me.com", "msn.com", "naver.com",
        "o2.pl", "onet.pl", "op.pl", "orange.fr", "outlook.com", "outlook.de", "outlook.es", "outlook.fr", "pm.me", "proton.me", "protonmail.com",
        "qq.com", "rambler.ru", "rediffmail.com", "rocketmail.com", "seznam.cz", "sfr.fr", "sina.com", "sky.com", "t-online.de", "terra.com.br",
        "tutanota.com", "uol.com.br", "verizon.net", "virgilio.it", "wanadoo.fr", "web.de", "wp.pl", "yahoo.ca", "yahoo.co.in", "yahoo.co.jp",
        "yahoo.co.uk", "yahoo.com", "yahoo.com.br", "yahoo.de", "yahoo.es", "yahoo.fr", "yahoo.it", "yandex.com", "yandex.ru", "ymail.com", "zoho.com",
    ]);

    public static bool Contains(string domain) => Known.Contains(domain);
}
