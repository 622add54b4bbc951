namespace ContactsDashboard.Api.Postfix;

/// <summary>What a request asks for.</summary>
internal enum PolicyQuestion { Unclear = 0, MayBeWrittenTo = 1, NobodyNamedYet = 2, RecipientsUnknown = 3 }

/// <summary>One request of the mail server (Postfix SMTPD_POLICY_README), as far as the send gate needs it.</summary>
/// <param name="Kind">The attribute <c>request</c>; always <c>smtpd_access_policy</c>.</param>
/// <param name="State">The SMTP stage, <c>protocol_state</c>.</param>
/// <param name="Recipient">In Postfix's internal form: without the quotes of a quoted local part. Empty where none is known.</param>
internal sealed record PolicyRequest(string? Kind, string? State, string? Recipient)
{
    /// <summary>Something that is not a request of the protocol.</summary>
    public static readonly PolicyRequest Unreadable = new(null, null, null);

    public PolicyQuestion Question => this switch
    {
        not { Kind: "smtpd_access_policy" } => PolicyQuestion.Unclear,
        // Whatever the stage: a recipient can be looked up, and asking never allows more than not asking.
        { Recipient.Length: > 0 } => PolicyQuestion.MayBeWrittenTo,
        { State: "CONNECT" or "EHLO" or "HELO" or "MAIL" or "ETRN" } => PolicyQuestion.NobodyNamedYet,
        // Postfix names the recipient here only when there is exactly one.
        { State: "DATA" or "END-OF-MESSAGE" } => PolicyQuestion.RecipientsUnknown,
        _ => PolicyQuestion.Unclear,
    };
}
