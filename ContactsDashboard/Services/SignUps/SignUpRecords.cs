using ContactsDashboard.Domain;

namespace ContactsDashboard.Services.SignUps;

/// <summary>A sign-up form as the organisation's people see it.</summary>
/// <param name="Token">Names it in its public address.</param>
/// <param name="Asked">How many confirmations were asked for.</param>
public sealed record SignUpFormRow(long Id, string Name, string Token, string? Category, DateTimeOffset CreatedAt, DateTimeOffset? ClosedAt, long Asked, long Confirmed);

/// <summary>A form as its visitors see it.</summary>
public sealed record PublicForm(long Id, OrganizationId Organization, string OrganizationName, string Name, string? Category, bool IsClosed);

/// <summary>What somebody entered in a form.</summary>
public sealed record SignUpEdit(string? Email, string? FirstName, string? LastName)
{
    public const int MaxName = 100;
}

public enum SignUpState { Open, Confirmed, Expired }

/// <summary>What the link of a confirmation mail is about, and whether it is still to be followed.</summary>
public sealed record PublicSignUp(OrganizationId Organization, string OrganizationName, string Form, string? Category, SignUpState State);
