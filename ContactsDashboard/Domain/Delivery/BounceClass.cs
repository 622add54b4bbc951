namespace ContactsDashboard.Domain.Delivery;

/// <summary>Whose fault it is that a message did not arrive.</summary>
public enum BounceClass
{
    /// <summary>The recipient cannot be reached, now or ever: no such mailbox, no such domain.</summary>
    Permanent = 0,

    /// <summary>The recipient may be reached another time: mailbox full, host down, delayed. What nobody understands counts as this.</summary>
    Temporary = 1,

    /// <summary>The sender's or the message's own fault: refused as spam, by policy, for its size or its authentication. Never counts against the recipient.</summary>
    SenderFault = 2,
}
