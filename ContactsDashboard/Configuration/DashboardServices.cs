using ContactsDashboard.Api.Postfix;
using ContactsDashboard.Data;
using ContactsDashboard.Data.Search;
using ContactsDashboard.Data.Sqlite;
using ContactsDashboard.Security;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.AllContacts;
using ContactsDashboard.Services.Activities;
using ContactsDashboard.Services.Analytics;
using ContactsDashboard.Services.ApiKeys;
using ContactsDashboard.Services.Audit;
using ContactsDashboard.Services.Blacklist;
using ContactsDashboard.Services.Bulk;
using ContactsDashboard.Services.ContactImports;
using ContactsDashboard.Services.Contacts;
using ContactsDashboard.Services.Deliverability;
using ContactsDashboard.Services.Duplicates;
using ContactsDashboard.Services.Erasures;
using ContactsDashboard.Services.Events;
using ContactsDashboard.Services.Events.Webhooks;
using ContactsDashboard.Services.Fields;
using ContactsDashboard.Services.Jobs;
using ContactsDashboard.Services.Lists;
using ContactsDashboard.Services.Live;
using ContactsDashboard.Services.Mail;
using ContactsDashboard.Services.Merging;
using ContactsDashboard.Services.Notifications;
using ContactsDashboard.Services.Orders;
using ContactsDashboard.Services.Organizations;
using ContactsDashboard.Services.Platform;
using ContactsDashboard.Services.Profiles;
using ContactsDashboard.Services.Requests;
using ContactsDashboard.Services.Segments;
using ContactsDashboard.Services.Outbox;
using ContactsDashboard.Services.SignUps;
using ContactsDashboard.Services.SuppressionFiles;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Services.Tokens;
using ContactsDashboard.Services.Unsubscribes;
using ContactsDashboard.Services.Verification;
using ContactsDashboard.Services.Webhooks;
using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Options;

namespace ContactsDashboard.Configuration;

/// <summary>What the product is made of; the server and the terminal use the same.</summary>
internal static class DashboardServices
{
    public static IServiceCollection AddDashboardCore(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DashboardOptions>().Bind(configuration.GetSection(DashboardOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DashboardOptions>, DashboardOptionsValidator>();
        var directory = new DataDirectory(Options.Create(configuration.GetSection(DashboardOptions.Section).Get<DashboardOptions>() ?? new()));
        services.AddSingleton(directory).AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new HashKeyRing(directory.HashKeys, provider.GetRequiredService<TimeProvider>()));
        // Pooled: making a context's services cost more than most queries.
        services.AddSingleton<StatementCaches>().AddPooledDbContextFactory<DashboardDbContext>((provider, options) =>
            Store.Configure(options, directory.Database, provider.GetRequiredService<HashKeyRing>(), provider.GetRequiredService<StatementCaches>()));
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContext());
        services.AddAccounts(directory);
        // Always the same handle: after a commit of another one SQLite forgets every page it holds.
        services.AddSingleton(provider => new StoreWriter(new PooledDbContextFactory<DashboardDbContext>(Store.Configure(new DbContextOptionsBuilder<DashboardDbContext>()
            .UseApplicationServiceProvider(provider), directory.Database, provider.GetRequiredService<HashKeyRing>(), provider.GetRequiredService<StatementCaches>(),
            forWriter: true).Options)));
        services.AddSingleton<ChangeFeed>().AddSingleton<BackupStore>().AddSingleton<SearchIndexes>();
        services.AddScoped<CurrentActor>().AddScoped<AccessService>();
        services.AddScoped<OrganizationService>().AddScoped<MemberService>().AddScoped<ApiKeyService>().AddSingleton<ApiKeyUses>();
        services.AddSingleton<Services.AllContacts.FilterCompiler>().AddScoped<Services.Filters.FilterFieldService>().AddScoped<Services.SavedSearches.SavedSearchService>();
        services.AddScoped<ContactsService>().AddScoped<BlockService>().AddScoped<ReleaseService>().AddScoped<SuppressionService>()
            .AddScoped<SuppressionBatchService>().AddScoped<SuppressionListService>().AddScoped<SuppressionImportService>()
            .AddScoped<ReleaseMatchingService>().AddScoped<DeliverabilityService>();
        services.AddScoped<AllContactsService>().AddScoped<StandingService>().AddScoped<ContactBulkService>().AddScoped<ContactExportService>()
            .AddScoped<ContactImportService>().AddScoped<ImportRunner>().AddScoped<SegmentService>().AddScoped<SegmentSourceService>().AddScoped<SegmentMemberService>()
            .AddScoped<SegmentDeletionService>().AddScoped<SegmentUndo>().AddScoped<AnalyticsService>().AddScoped<ListService>().AddScoped<ListContactService>()
            .AddScoped<DuplicateService>().AddScoped<MergeService>().AddScoped<BlacklistService>();
        services.AddScoped<RequestService>().AddScoped<RequestDeskService>().AddScoped<RequestListService>().AddScoped<NotificationService>().AddScoped<ProposalService>();
        services.AddScoped<ProfileService>().AddScoped<FieldService>().AddScoped<CategoryService>();
        services.AddSingleton<EventIntake>().AddScoped<EventService>().AddScoped<SoftBounceService>().AddScoped<EventSourceService>().AddScoped<ProviderWebhookService>()
            .AddSingleton<EventSecrets>().AddSingleton<SnsCertificates>().AddSingleton(provider => new SnsVerifier(provider.GetRequiredService<SnsCertificates>(),
                provider.GetRequiredService<StoreWriter>(), provider.GetRequiredService<TimeProvider>()));
        services.AddScoped<ActivityService>().AddScoped<OrderService>().AddScoped<TokenService>().AddScoped<PlanService>()
            .AddScoped<SignUpFormService>().AddScoped<SignUpService>()
            .AddSingleton(provider => new UnsubscribeTokens(provider.GetRequiredService<HashKeyRing>())).AddScoped<UnsubscribeService>();
        services.AddSingleton<OutboxService>().AddSingleton<OutboxSender>().AddSingleton<PublicAddress>();
        services.AddSingleton<WebhookSecrets>().AddSingleton<WebhookClient>().AddSingleton<WebhookSender>().AddScoped<WebhookService>();
        services.AddScoped<BulkService>().AddScoped<SettingsUndo>().AddScoped(provider => new Lazy<SettingsUndo>(provider.GetRequiredService<SettingsUndo>)).AddScoped<UndoService>().AddScoped<AuditService>().AddScoped<JobService>();
        services.AddScoped<Services.MailReports.MailReportService>().AddSingleton<Services.MailReports.MailReportVerifier>();
        services.AddScoped<MailImportService>().AddScoped<MailSourceService>().AddScoped<DerivationRuleService>();
        services.AddScoped<ErasureService>().AddScoped<ErasureListService>().AddSingleton<Residue>();
        services.AddScoped<CheckService>().AddScoped<VerifyService>().AddScoped<Services.Seeding.SeedService>();
        services.AddSingleton<Services.Idempotency.IdempotencyStore>();
        services.AddSingleton<UploadedFiles>().AddSingleton<ExportFiles>().AddSingleton<JobRunner>().AddSingleton<ExpirySweeper>().AddSingleton<MaildirWatcher>()
            .AddSingleton<SearchChangeTrimmer>().AddSingleton<ProposalTeller>().AddSingleton<DayKeeper>().AddSingleton<SegmentForgetter>();
        services.AddScoped<IJobWork, RestateWork>().AddScoped<IJobWork, BulkBlockWork>().AddScoped<IJobWork, BulkReleaseWork>()
            .AddScoped<IJobWork, ApplyRulesWork>().AddScoped<IJobWork, UndoJob>().AddScoped<IJobWork, ImportSuppressionsWork>()
            .AddScoped<IJobWork, ReleaseMatchingWork>().AddScoped<IJobWork, ImportMailWork>()
            .AddScoped<IJobWork, DeleteContactsWork>().AddScoped<IJobWork, AddToSegmentsWork>().AddScoped<IJobWork, RemoveDuplicatesWork>()
            .AddScoped<IJobWork, OwnRequestWork>().AddScoped<IJobWork, PlatformRequestWork>()
            .AddScoped<IJobWork, EraseWork>().AddScoped<IJobWork, RestoreContactsWork>().AddScoped<IJobWork, RecountWork>()
            .AddScoped<IJobWork, RemoveFromSegmentWork>().AddScoped<IJobWork, FillSegmentWork>()
            .AddScoped<IJobWork, ImportContactsWork>().AddScoped<IJobWork, ExportContactsWork>().AddScoped<IJobWork, DeleteListWork>().AddScoped<IJobWork, TidyListWork>();
        return services;
    }

    /// <summary>What only the server runs, and only one server of a store.</summary>
    public static IServiceCollection AddDashboardServer(this IServiceCollection services)
    {
        services.AddSignIn().AddSingleton<FirstAdmin>();
        services.AddHostedService(provider => provider.GetRequiredService<ChangeFeed>());
        services.AddHostedService<WalKeeper>();
        services.AddHostedService<JobHost>();
        services.AddHostedService<Services.Demo.DemoHost>();
        services.AddHostedService(provider => provider.GetRequiredService<ApiKeyUses>());
        services.AddHostedService(provider => provider.GetRequiredService<DayKeeper>());
        services.AddHostedService(provider => provider.GetRequiredService<SegmentForgetter>());
        services.AddHostedService(provider => provider.GetRequiredService<ExpirySweeper>());
        services.AddHostedService(provider => provider.GetRequiredService<MaildirWatcher>());
        services.AddHostedService(provider => provider.GetRequiredService<Services.MailReports.MailReportVerifier>());
        services.AddHostedService(provider => provider.GetRequiredService<SearchChangeTrimmer>());
        services.AddHostedService(provider => provider.GetRequiredService<OutboxSender>());
        services.AddHostedService(provider => provider.GetRequiredService<ProposalTeller>());
        services.AddHostedService(provider => provider.GetRequiredService<WebhookSender>());
        services.AddSingleton<PolicyServer>().AddHostedService(provider => provider.GetRequiredService<PolicyServer>());
        services.AddScoped<Components.Shared.ToastService>().AddSingleton<Components.Public.VisitorLimit>();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddAntiforgery(options => options.Cookie.Name = "contacts-dashboard-form");
        // The fastest level makes a page a fifth larger to save a millisecond.
        services.AddResponseCompression().Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Optimal);
        services.AddHealthChecks().AddCheck<StoreHealth>("store", tags: ["ready"]);
        return services;
    }
}
