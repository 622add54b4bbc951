using ContactsDashboard.Domain.Delivery;

namespace ContactsDashboard.Services.MailReports;

/// <summary>The words programs know reports by.</summary>
internal static class MailReportWords
{
    public static string Class(MailReportRow row) => row switch
    {
        { Kind: MailReportKind.Complaint } => "complaint",
        { Class: BounceClass.Permanent } => "permanent",
        { Class: BounceClass.Temporary } => "temporary",
        _ => "sender_fault",
    };

    public static string State(MailReportState state) => state switch
    {
        MailReportState.Verified => "verified",
        MailReportState.Accepted => "accepted",
        MailReportState.Dismissed => "dismissed",
        _ => "unverified",
    };
}
