/** Commands about one service, its events, links and instances: the programs of the svc image. */
package s6j.svc;
