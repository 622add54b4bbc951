using ContactsDashboard.Domain.Delivery;
using ContactsDashboard.Services.MailReports;

namespace ContactsDashboard.Components.Pages.Deliverability;

/// <summary>Reports that came by mail, in words.</summary>
internal static class MailReportText
{
    public static string What(MailReportRow row) => row switch
    {
        { Kind: MailReportKind.Complaint } => "Spam report",
        { IsDelayed: true } => "Delayed",
        { Class: BounceClass.Permanent } => "Permanent",
        { Class: BounceClass.Temporary } => "Temporary",
        _ => "Sender's fault",
    };

    public static string Css(MailReportRow row) => row switch
    {
        { Kind: MailReportKind.Complaint } or { Class: BounceClass.Permanent, IsDelayed: false } => "bad",
        { Class: BounceClass.SenderFault } => "",
        _ => "warn",
    };

    public static string State(MailReportState state) => state switch
    {
        MailReportState.Verified => "Verified",
        MailReportState.Accepted => "Accepted",
        MailReportState.Dismissed => "Dismissed",
        _ => "Unverified",
    };

    /// <summary>Why a report is believed, or not.</summary>
    public static string Why(MailReportRow row) => row switch
    {
        { State: MailReportState.Verified } => "It gives back mail that was sent to this recipient.",
        { State: MailReportState.Accepted } => "Somebody accepted it.",
        { State: MailReportState.Dismissed } => "Somebody set it aside; nothing follows from it.",
        { Recipient: null } => "It hides its recipient, and no mail known to have been sent matches it.",
        _ => "No mail known to have been sent to this recipient matches it: anybody could have written it.",
    };

    public static string Decided(string verb, MailReportDecision decision)
    {
        var text = decision.Decided == 1 ? $"1 report {verb}" : $"{decision.Decided:N0} reports {verb}";
        var blocked = decision.Suppressed == 0 ? "" : decision.Suppressed == 1 ? ", 1 address suppressed" : $", {decision.Suppressed:N0} addresses suppressed";
        var left = decision.Skipped == 0 ? "" : $"; {decision.Skipped:N0} left as they are";
        return text + blocked + left;
    }
}
