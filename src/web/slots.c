/* Connections. The library ends those on which nothing comes; one that brings a byte now and then
 * must have its whole request here in time as well. */
#include "web/parts.h"

#include <sys/socket.h>

static struct web_slot *slot_of(struct bm_web *web, int fd)
{
    for (size_t i = 0; i < WEB_CONNECTIONS; i++)
        if (web->slots[i].fd == fd)
            return &web->slots[i];
    return NULL;
}

static int socket_of(struct MHD_Connection *c)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

void web_slot_event(void *context, struct MHD_Connection *c, void **socket_context,
                    enum MHD_ConnectionNotificationCode code)
{
    struct bm_web *web = context;
    const int fd = socket_of(c);
    const bool comes = code == MHD_CONNECTION_NOTIFY_STARTED;
    (void)socket_context;
    pthread_mutex_lock(&web->lock);
    struct web_slot *s = slot_of(web, comes ? -1 : fd);
    if (s && fd >= 0)
        *s = (struct web_slot){comes ? fd : -1, comes, web->options.now()};
    pthread_mutex_unlock(&web->lock);
}

void web_slot_waits(struct bm_web *web, struct MHD_Connection *c, bool waits)
{
    const int fd = socket_of(c);
    pthread_mutex_lock(&web->lock);
    struct web_slot *s = fd >= 0 ? slot_of(web, fd) : NULL;
    if (s)
        *s = (struct web_slot){fd, waits, web->options.now()};
    pthread_mutex_unlock(&web->lock);
}

void web_slots_sweep(struct bm_web *web)
{
    const int64_t now = web->options.now();
    pthread_mutex_lock(&web->lock);
    for (size_t i = 0; i < WEB_CONNECTIONS; i++) {
        const struct web_slot *s = &web->slots[i];
        if (s->fd >= 0 && s->waits && now - s->since > WEB_IDLE_MS * INT64_C(1000))
            shutdown(s->fd, SHUT_RDWR); /* the library closes it */
    }
    pthread_mutex_unlock(&web->lock);
}
