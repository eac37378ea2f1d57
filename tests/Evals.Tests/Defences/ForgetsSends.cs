using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using TokenVaultAgent.Tools.Mail.Sending;
using TokenVaultAgent.Tools.Storage;

namespace TokenVaultAgent.Evals.Tests.Defences;

/// <summary>A server that does not know at any call what it has sent at those before.</summary>
internal sealed class ForgetsSends(IDbContextFactory<AgentDbContext> contexts) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (http, rest) =>
        {
            await using (var context = await contexts.CreateDbContextAsync(http.RequestAborted))
                await context.Set<SendRecord>().ExecuteDeleteAsync(http.RequestAborted);
            await rest(http);
        });
        next(app);
    };
}
