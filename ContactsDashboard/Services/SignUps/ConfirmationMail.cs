using ContactsDashboard.Domain;
using ContactsDashboard.Services.Outbox;

namespace ContactsDashboard.Services.SignUps;

/// <summary>The mail by which the owner of an address learns of a sign-up. It repeats nothing that was typed: that would be anybody's text in our name.</summary>
internal static class ConfirmationMail
{
    public static OutboxMail To(EmailAddress email, PublicForm form, string link) => new(email, form.OrganizationName, $"Confirm your sign-up with {form.OrganizationName}", $"""
        Hello,

        somebody signed up with this address to hear from {form.OrganizationName}: {form.Category ?? form.Name}.

        If it was you, confirm it here within {SignUpService.Validity.Days} days:

        {link}

        If it was not, do nothing. Without your confirmation nothing is sent to you.

        {form.OrganizationName}
        """);
}
