using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using TokenVaultAgent.Tools.Mail;
using TokenVaultAgent.Tools.Mail.Sending;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Storage;

namespace TokenVaultAgent.AgentServer.Tests.Mail.Interleaved;

/// <summary>A process that dies at one of its steps: right before or right after it asked a provider or the database for something.</summary>
internal sealed class Mortal(int? lastStep)
{
    private int _steps;

    public bool IsDead { get; private set; }

    /// <exception cref="DeathException">It is dead: nothing more is done.</exception>
    public void Step()
    {
        IsDead |= _steps++ == lastStep;
        if (IsDead)
            throw new DeathException();
    }

    public async Task<T> DoAsync<T>(Func<Task<T>> act)
    {
        Step();
        var done = await act();
        Step();
        return done;
    }

    public sealed class DeathException() : Exception("The process died here.");
}

internal sealed class MortalProvider(Mortal process, IMailProvider provider) : IMailProvider
{
    public Provider Provider => provider.Provider;

    public Task<MailPage> SearchAsync(ProviderToken token, MailSearch search, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<MailMessage> ReadAsync(ProviderToken token, string messageId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<string> CreateDraftAsync(ProviderToken token, OutgoingMail mail, CancellationToken cancellationToken) =>
        process.DoAsync(() => provider.CreateDraftAsync(token, mail, cancellationToken));

    public Task<string?> FindDraftAsync(ProviderToken token, string internetMessageId, CancellationToken cancellationToken) =>
        process.DoAsync(() => provider.FindDraftAsync(token, internetMessageId, cancellationToken));

    public Task CheckDraftAsync(ProviderToken token, string draftId, OutgoingMail mail, CancellationToken cancellationToken) => process.DoAsync(async () =>
    {
        await provider.CheckDraftAsync(token, draftId, mail, cancellationToken);
        return true;
    });

    public Task<string?> SendDraftAsync(ProviderToken token, string draftId, OutgoingMail mail, CancellationToken cancellationToken) =>
        process.DoAsync(() => provider.SendDraftAsync(token, draftId, mail, cancellationToken));

    public Task<MailWhereabouts> LocateAsync(ProviderToken token, string draftId, string internetMessageId, CancellationToken cancellationToken) =>
        process.DoAsync(() => provider.LocateAsync(token, draftId, internetMessageId, cancellationToken));

    public Task DeleteDraftAsync(ProviderToken token, string draftId, CancellationToken cancellationToken) => process.DoAsync(async () =>
    {
        await provider.DeleteDraftAsync(token, draftId, cancellationToken);
        return true;
    });
}

/// <summary>The server's own database, as a process sees it that may die at each command.</summary>
internal sealed class MortalContexts(Mortal process, string connectionString) : IDbContextFactory<AgentDbContext>
{
    private readonly DbContextOptions<AgentDbContext> _options = new DbContextOptionsBuilder<AgentDbContext>()
        .UseSqlite(connectionString).AddInterceptors(new Commands(process)).Options;

    public AgentDbContext CreateDbContext() => new(_options);

    private sealed class Commands(Mortal process) : DbCommandInterceptor
    {
        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) => StepThen(result);

        public override ValueTask<int> NonQueryExecutedAsync(
            DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default) => StepThen(result);

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) => StepThen(result);

        private ValueTask<T> StepThen<T>(T next)
        {
            process.Step();
            return ValueTask.FromResult(next);
        }
    }
}
