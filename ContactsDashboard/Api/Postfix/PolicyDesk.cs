using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.Suppressions;
using Microsoft.Data.Sqlite;

namespace ContactsDashboard.Api.Postfix;

/// <summary>Passes one organisation's questions to the send gate. Whatever goes wrong on the way is a delay, never a yes.</summary>
#pragma warning disable CA1001 // a semaphore whose wait handle nobody takes holds nothing to dispose of
internal sealed class PolicyDesk(string organization, IServiceScopeFactory scopes, PolicyLimits limits, TimeProvider time, ILogger log)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _places = new(limits.Questions);
    private bool _isMissing;
    private bool _isFailing;

    public async Task<PolicyAnswer> AnswerAsync(PolicyRequest request, CancellationToken stopping) => request.Question switch
    {
        PolicyQuestion.NobodyNamedYet => PolicyAnswer.Dunno,
        PolicyQuestion.RecipientsUnknown => PolicyAnswer.RecipientsUnknown,
        PolicyQuestion.MayBeWrittenTo => await AskInTimeAsync(request.Recipient!, stopping),
        _ => PolicyAnswer.Unclear,
    };

    private async Task<PolicyAnswer> AskInTimeAsync(string recipient, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(limits.Question, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        try
        {
            if (PolicyRecipient.ReadingsOf(recipient) is not { } readings)
                return PolicyAnswer.Unclear;
            if (readings.Count == 0)
                return PolicyAnswer.DomainMissing;
            await _places.WaitAsync(either.Token);
            // SQLite keeps the thread that asks, whatever the token says. A question that is given up keeps its place until it really ends.
            return await Task.Run(() => AskAndLeaveAsync(readings, either.Token), CancellationToken.None).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return PolicyAnswer.Stopping;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            Report("the store did not answer in time");
            return PolicyAnswer.Unavailable;
        }
#pragma warning disable CA1031 // whatever it was, nobody is written to and the mail server tries again
        catch (Exception e)
        {
            // Other messages than the store's may quote what was asked for; addresses do not belong in the log.
            Report(e is SqliteException ? e.Message : $"{e.GetType().Name}{Environment.NewLine}{e.StackTrace}");
            return PolicyAnswer.Unavailable;
        }
#pragma warning restore CA1031
    }

    private async Task<PolicyAnswer> AskAndLeaveAsync(IReadOnlyList<string> recipients, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(recipients, cancellationToken);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<PolicyAnswer> AskAsync(IReadOnlyList<string> recipients, CancellationToken cancellationToken)
    {
        await using var services = scopes.CreateAsyncScope();
        var organizations = services.ServiceProvider.GetRequiredService<OrganizationService>();
        if (await organizations.FindAsync(organization, cancellationToken) is not { } id)
        {
            if (!Interlocked.Exchange(ref _isMissing, true))
                log.LogWarning("There is no organisation {Organization}: its mail is deferred until there is.", organization);
            return PolicyAnswer.OrganizationMissing;
        }
        services.ServiceProvider.GetRequiredService<CurrentActor>().Actor = new PolicyActor(id);
        var result = await services.ServiceProvider.GetRequiredService<CheckService>().CheckAsync(id, recipients, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        Report(result.IsOk ? null : $"the send gate says {result.Problem!.Code}.");
        return result.IsOk ? PolicyAnswer.From(result.Value, recipients.Count) : PolicyAnswer.Unavailable;
    }

    // A mail server asks many times a second: what goes on failing is said once, and once that it is over.
    private void Report(string? failure)
    {
        var was = Interlocked.Exchange(ref _isFailing, failure is not null);
        if (failure is not null && !was)
            log.LogError("Mail of {Organization} is deferred: {Failure}", organization, failure);
        else if (failure is null && was)
            log.LogInformation("Mail of {Organization} is no longer deferred.", organization);
    }
}
