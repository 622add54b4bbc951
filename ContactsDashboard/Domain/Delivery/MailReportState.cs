namespace ContactsDashboard.Domain.Delivery;

/// <summary>Whether a report that came by mail is believed.</summary>
public enum MailReportState
{
    /// <summary>It matches nothing known to have been sent to that recipient: anybody could have written it.</summary>
    Unverified = 0,

    /// <summary>It gives back mail that was sent to that very recipient.</summary>
    Verified = 1,

    /// <summary>Somebody accepted it.</summary>
    Accepted = 2,

    /// <summary>Somebody dismissed it.</summary>
    Dismissed = 3,
}
